import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longPoll } from './long-poll.ts';
import { Stage } from './testing/stage.ts';

test('asks for what is newer than the price shown, again as soon as it is answered', async (t) => {
  const stage = new Stage(t);
  await stage.start(longPoll.run);
  assert.equal(stage.question.query('after'), null);
  for (let seq = 1; seq <= 5; seq++) {
    assert.equal(stage.questions.length, seq);
    await stage.question.tell(seq);
    assert.equal(stage.question.query('after'), `${seq}`);
    assert.equal(stage.open.questions, 1);
  }
  await stage.stop();
});

test('waits longer for an answer than the server holds the question', async (t) => {
  const stage = new Stage(t);
  await stage.start(longPoll.run);
  const wait = Number(stage.question.query('wait')) * 1_000;
  await stage.pass(wait + 5_000);
  assert.equal(stage.questions.length, 1);
  assert.ok(stage.question.open);
  // A question that was held in vain is answered, and asked again.
  await stage.question.answer(204);
  assert.deepEqual(stage.counts, { questions: 2, answers: 1, wasted: 1 });
  await stage.stop();
});

test('after failures waits longer each time and says for how long; an answer ends that', async (t) => {
  const stage = new Stage(t);
  await stage.start(longPoll.run);
  const failing = async (retryIn: number) => {
    const before = stage.questions.length;
    await stage.question.fail();
    const { now } = stage;
    assert.equal(now?.state === 'failed' && now.retryIn, retryIn);
    await stage.pass(retryIn - 50);
    assert.equal(stage.questions.length, before);
    await stage.pass(50);
    assert.equal(stage.questions.length, before + 1);
  };
  for (const retryIn of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    await failing(retryIn);
  await stage.question.tell(1);
  await failing(500);
  await stage.stop();
});

test('another company lets go of the question that is held and asks at once', async (t) => {
  const stage = new Stage(t);
  await stage.start(longPoll.run);
  await stage.question.fail();
  await stage.pass(500);
  stage.symbol = 'BOLO';
  await stage.act('company');
  const [, held, next] = stage.questions;
  assert.equal(held?.open, false);
  assert.equal(next?.query('symbol'), 'BOLO');
  assert.equal(stage.open.questions, 1);
  // The question was withdrawn, it has not failed.
  assert.equal(stage.counts.failures, 1);
  await stage.stop();
});
