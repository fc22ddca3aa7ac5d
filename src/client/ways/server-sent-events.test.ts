import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverSentEvents } from './server-sent-events.ts';
import { Stage } from './testing/stage.ts';

test('asks once; every price comes down the one answer', async (t) => {
  const stage = new Stage(t);
  await stage.start(serverSentEvents.run);
  assert.deepEqual(stage.now, { state: 'asking' });
  await stage.stream.open();
  assert.deepEqual(stage.now, { state: 'open' });
  for (let seq = 1; seq <= 20; seq++) await stage.stream.tell(seq);
  assert.equal(stage.cursor, 20);
  assert.deepEqual(stage.counts, { questions: 1, answers: 1, received: 20 });
  assert.equal(stage.streams.length, 1);
  await stage.stop();
});

test('a lost line is the browser’s to open again; the page counts what it asks', async (t) => {
  const stage = new Stage(t);
  await stage.start(serverSentEvents.run);
  await stage.stream.open();
  await stage.stream.end('lost');
  assert.deepEqual(stage.now, { state: 'closed', opened: true, retryIn: undefined });
  await stage.stream.end('lost');
  assert.deepEqual(stage.now, { state: 'closed', opened: false, retryIn: undefined });
  await stage.pass(60_000);
  await stage.stream.open();
  assert.deepEqual(stage.now, { state: 'open' });
  assert.equal(stage.streams.length, 1);
  assert.deepEqual(stage.counts, { questions: 3, answers: 2, failures: 1 });
  await stage.stop();
});

test('refused, the page asks again, later each time; a line that stood ends that', async (t) => {
  const stage = new Stage(t);
  await stage.start(serverSentEvents.run);
  const refused = async (opened: boolean, retryIn: number) => {
    const before = stage.streams.length;
    await stage.stream.end('refused');
    assert.deepEqual(stage.now, { state: 'closed', opened, retryIn });
    await stage.pass(retryIn - 50);
    assert.equal(stage.streams.length, before);
    await stage.pass(50);
    assert.equal(stage.streams.length, before + 1);
  };
  for (const retryIn of [500, 1_000, 2_000]) await refused(false, retryIn);
  await stage.stream.open();
  await refused(true, 500);
  assert.deepEqual(stage.counts, { questions: 5, answers: 1, failures: 3 });
  await stage.stop();
});

test('another company is another question, asked at once and from no price on', async (t) => {
  const stage = new Stage(t);
  await stage.start(serverSentEvents.run);
  await stage.stream.open();
  await stage.stream.tell(3);
  stage.symbol = 'BOLO';
  stage.cursor = undefined;
  await stage.act('company');
  assert.equal(stage.stream.url.search, '?symbol=BOLO');
  assert.equal(stage.streams.length, 2);
  assert.equal(stage.open.streams, 1);
  await stage.stop();
});
