import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { price, Stage } from './testing/stage.ts';
import { websocket } from './websocket.ts';

const tick = (seq: number) => ({ type: 'tick', ...price(seq) });

/** A stage whose line is open. */
async function connected(t: TestContext): Promise<Stage> {
  const stage = new Stage(t);
  await stage.start(websocket.run);
  await stage.socket.open();
  return stage;
}

test('asks once; every price comes down the open line', async (t) => {
  const stage = await connected(t);
  assert.equal(stage.socket.url.href, 'ws://localhost/stream?symbol=ACME');
  assert.deepEqual(stage.statuses, [{ state: 'asking', ended: undefined }, { state: 'open' }]);
  for (let seq = 1; seq <= 20; seq++) await stage.socket.receive(tick(seq));
  assert.equal(stage.cursor, 20);
  assert.deepEqual(stage.counts, { questions: 1, answers: 1, received: 20 });
  await stage.stop();
});

test('a lost line is opened again from the last price on, and what was caught up is said', async (t) => {
  const stage = await connected(t);
  await stage.socket.receive(tick(3));
  await stage.socket.end(1001);
  assert.deepEqual(stage.now, { state: 'closed', code: 1001, opened: true, retryIn: 500 });
  await stage.pass(500);
  assert.deepEqual(stage.now, { state: 'asking', ended: 1001 });
  assert.equal(stage.socket.url.searchParams.get('after'), '3');
  await stage.socket.open();
  const back = { type: 'resumed', replayed: 2, expired: 0 };
  await stage.socket.receive(back);
  assert.deepEqual(stage.now, { state: 'open', back });
  await stage.stop();
});

test('a line that can’t be opened is tried later each time; one that stood ends that', async (t) => {
  const stage = new Stage(t);
  await stage.start(websocket.run);
  for (const retryIn of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    await stage.socket.end(1006);
    assert.deepEqual(stage.now, { state: 'closed', code: 1006, opened: false, retryIn });
    await stage.pass(retryIn);
  }
  assert.deepEqual(stage.counts, { questions: 9, failures: 8 });
  await stage.socket.open();
  await stage.socket.end(1006);
  assert.deepEqual(stage.now, { state: 'closed', code: 1006, opened: true, retryIn: 500 });
  await stage.stop();
});

test('a handshake without an answer is given up after 10 s', async (t) => {
  const stage = new Stage(t);
  await stage.start(websocket.run);
  await stage.pass(9_950);
  assert.deepEqual(stage.now, { state: 'asking', ended: undefined });
  await stage.pass(50);
  assert.deepEqual(stage.now, { state: 'closed', code: 1006, opened: false, retryIn: 500 });
  assert.equal(stage.open.sockets, 0);
  await stage.stop();
});

test('another company is wanted on the open line', async (t) => {
  const stage = await connected(t);
  stage.symbol = 'BOLO';
  await stage.act('company');
  assert.deepEqual(stage.socket.sent, [{ type: 'subscribe', symbol: 'BOLO' }]);
  assert.equal(stage.counts.sent, 1);
  assert.equal(stage.sockets.length, 1);
  await stage.stop();
});

test('a company chosen during the handshake is wanted as soon as the line is open', async (t) => {
  const stage = new Stage(t);
  await stage.start(websocket.run);
  stage.symbol = 'BOLO';
  await stage.act('company');
  assert.deepEqual(stage.socket.sent, []);
  await stage.socket.open();
  assert.deepEqual(stage.socket.sent, [{ type: 'subscribe', symbol: 'BOLO' }]);
  await stage.stop();
});

test('a note goes up the open line and comes back; without a line nobody takes it', async (t) => {
  const stage = new Stage(t);
  await stage.start(websocket.run);
  const note = { id: 5, text: 'hello' };
  assert.equal(stage.send(note), false);
  await stage.socket.open();
  assert.equal(stage.send(note), true);
  assert.deepEqual(stage.socket.sent, [{ type: 'note', ...note }]);
  await stage.socket.receive({ type: 'note', ...note });
  assert.deepEqual(stage.fates, [[5, 'back']]);
  // A line that is closing takes no more.
  stage.socket.readyState = 2;
  assert.equal(stage.send(note), false);
  await stage.stop();
});

test('what a line that was given up still brings is not heard', async (t) => {
  const stage = await connected(t);
  const { socket } = stage;
  await stage.pass(20_000);
  assert.notEqual(stage.socket, socket);
  const said = stage.statuses.length;
  await socket.receive(tick(9));
  await socket.end(1006);
  assert.equal(stage.cursor, undefined);
  assert.equal(stage.statuses.length, said);
  await stage.stop();
});
