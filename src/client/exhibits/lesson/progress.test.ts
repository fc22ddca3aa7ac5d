import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { remember } from '../../settings/storage.ts';
import { Progress } from './progress.ts';

/** Three steps with so many answers each. */
const ANSWERS = [3, 2, 4];
const measured = { text: 'Two of two.', bearsOut: 1 };

test('a step goes from predicting to doing, seeing and understanding', () => {
  const progress = new Progress(ANSWERS);
  progress.clear();
  assert.equal(progress.beatOf(1), 'predict');
  progress.guess(1, 2);
  assert.equal(progress.beatOf(1), 'do');
  progress.measured(1, measured);
  assert.equal(progress.beatOf(1), 'see');
  progress.explained(1);
  assert.equal(progress.beatOf(1), 'why');
  assert.deepEqual(progress.at(1), { guess: 2, measured, explained: true });
  assert.equal(progress.beatOf(2), 'predict');
});

test('comes back as it was left', () => {
  const left = new Progress(ANSWERS);
  left.clear();
  left.goTo(2);
  left.guess(2, 0);
  left.measured(2, measured);
  const back = new Progress(ANSWERS);
  assert.equal(back.last, 2);
  assert.deepEqual(back.at(2), { guess: 0, measured });
  back.clear();
  assert.equal(new Progress(ANSWERS).last, undefined);
  assert.equal(new Progress(ANSWERS).beatOf(2), 'predict');
});

for (const kept of [
  'no JSON',
  'null',
  '[]',
  '7',
  '{"steps":null,"last":"2"}',
  '{"last":99,"steps":{"1":{"guess":3}}}',
  '{"last":0,"steps":{"1":{"guess":-1,"measured":{"text":1,"bearsOut":0}}}}',
]) {
  test(`whatever an earlier visit has left behind (${kept}), it begins anew`, () => {
    remember('lesson', kept);
    const progress = new Progress(ANSWERS);
    assert.equal(progress.last, undefined);
    assert.equal(progress.beatOf(1), 'predict');
  });
}

test('whatever is kept, no answer is out of range', () => {
  fc.assert(
    fc.property(fc.json(), fc.jsonValue(), fc.jsonValue(), (text, guess, bearsOut) => {
      for (const kept of [
        text,
        JSON.stringify({ last: guess, steps: { 1: { guess, measured: { text, bearsOut } } } }),
      ]) {
        remember('lesson', kept);
        const step = new Progress(ANSWERS).at(1);
        for (const answer of [step.guess ?? 0, step.measured?.bearsOut ?? 0]) {
          assert.ok([0, 1, 2].includes(answer), kept);
        }
      }
    }),
  );
});
