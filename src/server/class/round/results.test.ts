import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WayId } from '../../../protocol/class/round.ts';
import type { Score } from '../../../protocol/class/score.ts';
import { type PhoneRun, resultsOf } from './results.ts';

const WAYS: WayId[] = ['press', 'websocket'];

const score = (given: Partial<Score> = {}): Score => ({
  type: 'score',
  step: 5,
  missed: 0,
  prices: 0,
  questions: 0,
  ...given,
});

const phone = (given: Partial<PhoneRun> = {}): PhoneRun => ({
  way: 'press',
  score: score(),
  hidden: false,
  moved: { read: 0, written: 0, connections: 0 },
  ...given,
});

const only = (phones: PhoneRun[], news?: number) => {
  const [result] = resultsOf(phones, ['press'], news);
  assert.ok(result);
  return result;
};

test('sums are the sums of the phones that are counted, to the byte', () => {
  const count = fc.nat(1_000_000);
  const phones = fc.array(
    fc.record({
      way: fc.constantFrom(...WAYS),
      score: fc.option(fc.record({ missed: count, prices: count, questions: count }).map(score), {
        nil: undefined,
      }),
      hidden: fc.boolean(),
      moved: fc.record({ read: count, written: count, connections: fc.nat(9) }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(phones, (phones) => {
      for (const result of resultsOf(phones, WAYS, undefined)) {
        const all = phones.filter(({ way }) => way === result.way);
        const counted = all.filter(({ hidden, score }) => !hidden && score);
        const sum = (value: (phone: PhoneRun) => number | undefined) =>
          counted.reduce((total, phone) => total + (value(phone) ?? 0), 0);
        assert.equal(result.n, counted.length);
        assert.equal(result.n + result.hidden + result.lost, all.length);
        assert.equal(
          result.bytes,
          sum(({ moved }) => moved.read) + sum(({ moved }) => moved.written),
        );
        assert.equal(
          result.connections,
          sum(({ moved }) => moved.connections),
        );
        assert.equal(
          result.missed,
          sum(({ score }) => score?.missed),
        );
        assert.equal(
          result.prices,
          sum(({ score }) => score?.prices),
        );
        assert.equal(
          result.questions,
          sum(({ score }) => score?.questions),
        );
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('who knew is of the last news, in rising order, with its quartiles', () => {
  const knew = [400, 100, 300, 200, 500].map((after) =>
    phone({ score: score({ knew: 9, after }) }),
  );
  const others = [phone({ score: score({ knew: 8, after: 1 }) }), phone()];
  const result = only([...knew, ...others], 9);
  assert.deepEqual(result.knew, [100, 200, 300, 400, 500]);
  assert.deepEqual(result.knewAfter, { low: 200, median: 300, high: 400 });
  assert.equal(result.n, 7);
});

test('between two phones lies what is between them', () => {
  const phones = [0.2, 0.4].map((rightFor) => phone({ score: score({ rightFor }) }));
  assert.ok(Math.abs((only(phones).rightFor ?? 0) - 0.3) < 1e-9);
});

test('what nobody has measured is missing, not 0', () => {
  const result = only([phone({ score: undefined }), phone({ hidden: true })]);
  assert.deepEqual([result.n, result.lost, result.hidden], [0, 1, 1]);
  assert.ok(!('rightFor' in result) && !('knewAfter' in result));
  assert.deepEqual(only([phone({ score: score({ knew: 3, after: 5 }) })]).knew, []);
});
