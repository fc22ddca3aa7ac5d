import assert from 'node:assert/strict';
import { test } from 'node:test';
import { press } from './press.ts';
import { Stage } from './testing/stage.ts';

test('a press is one question; until the next press nothing is asked', async (t) => {
  const stage = new Stage(t);
  await stage.start(press.run);
  await stage.pass(60_000);
  assert.equal(stage.questions.length, 0);
  await stage.act('press');
  assert.deepEqual(stage.now, { state: 'asking' });
  await stage.question.tell(7);
  assert.deepEqual(stage.now, { state: 'answered' });
  assert.equal(stage.cursor, 7);
  await stage.pass(60_000);
  assert.deepEqual(stage.counts, { questions: 1, answers: 1 });
  await stage.act('press');
  assert.equal(stage.counts.questions, 2);
  await stage.stop();
});

test('while a question is on its way, a press asks nothing', async (t) => {
  const stage = new Stage(t);
  await stage.start(press.run);
  await stage.act('press');
  await stage.act('press');
  await stage.question.tell(1);
  assert.equal(stage.questions.length, 1);
  await stage.stop();
});

test('after a failure the next press asks again', async (t) => {
  const stage = new Stage(t);
  await stage.start(press.run);
  await stage.act('press');
  await stage.question.fail();
  assert.equal(stage.now?.state, 'failed');
  await stage.act('press');
  await stage.question.tell(2);
  assert.equal(stage.cursor, 2);
  await stage.stop();
});

test('aborted, it takes its question back and says no more', async (t) => {
  const stage = new Stage(t);
  await stage.start(press.run);
  await stage.act('press');
  await stage.stop();
  assert.equal(stage.question.open, false);
  assert.deepEqual(stage.statuses, [{ state: 'asking' }]);
  assert.deepEqual(stage.counts, { questions: 1 });
});
