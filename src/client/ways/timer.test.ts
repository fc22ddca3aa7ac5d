import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stage } from './testing/stage.ts';
import { timer } from './timer.ts';

test('asks at once and then at each interval, however long the answers take', async (t) => {
  const stage = new Stage(t);
  await stage.start(timer.run);
  for (let asked = 1; asked <= 5; asked++) {
    assert.equal(stage.questions.length, asked);
    await stage.pass(asked * 100);
    await stage.question.tell(asked);
    await stage.pass(1_000 - asked * 100);
  }
  await stage.stop();
});

test('never has two questions open: an answer later than the interval delays the next', async (t) => {
  const stage = new Stage(t);
  await stage.start(timer.run);
  await stage.pass(3_500);
  assert.equal(stage.questions.length, 1);
  await stage.question.tell(1);
  // What was not asked meanwhile is not made up for.
  await stage.pass(0);
  await stage.pass(50);
  assert.equal(stage.questions.length, 2);
  await stage.question.tell(2);
  await stage.pass(900);
  assert.equal(stage.questions.length, 2);
  await stage.pass(100);
  assert.equal(stage.questions.length, 3);
  await stage.stop();
});

test('carries on after failures, each counted', async (t) => {
  const stage = new Stage(t);
  await stage.start(timer.run);
  for (let n = 0; n < 3; n++) {
    await stage.question.fail();
    await stage.pass(1_000);
  }
  await stage.question.tell(1);
  assert.deepEqual(stage.counts, { questions: 4, failures: 3, answers: 1 });
  await stage.stop();
});

test('takes another company and another interval into its next question', async (t) => {
  const stage = new Stage(t);
  await stage.start(timer.run);
  await stage.question.tell(1);
  stage.symbol = 'BOLO';
  stage.interval = 500;
  await stage.act('company');
  assert.equal(stage.questions.length, 1);
  await stage.pass(1_000);
  assert.equal(stage.questions[1]?.query('symbol'), 'BOLO');
  await stage.question.tell(2);
  await stage.pass(500);
  assert.equal(stage.questions.length, 3);
  await stage.stop();
});
