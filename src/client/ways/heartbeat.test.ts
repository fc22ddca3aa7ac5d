import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { price, Stage } from './testing/stage.ts';
import { websocket } from './websocket.ts';

const pings = (stage: Stage) => stage.socket.sent.filter(({ type }) => type === 'ping').length;

async function connected(t: TestContext): Promise<Stage> {
  const stage = new Stage(t);
  await stage.start(websocket.run);
  await stage.socket.open();
  return stage;
}

test('a line that is never silent is not asked', async (t) => {
  const stage = await connected(t);
  for (let seq = 1; seq <= 40; seq++) {
    await stage.socket.receive({ type: 'tick', ...price(seq) });
    await stage.pass(500);
  }
  assert.equal(pings(stage), 0);
  await stage.stop();
});

test('a silent line is asked every two seconds or so, and stays open while it answers', async (t) => {
  const stage = await connected(t);
  const lookFor = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      const before = pings(stage);
      await stage.pass(50);
      if (pings(stage) > before) await stage.socket.receive({ type: 'pong', id: before + 1 });
    }
  };
  await lookFor(60_000);
  assert.ok(pings(stage) >= 24 && pings(stage) <= 30, `${pings(stage)} pings`);
  assert.equal(stage.counts.heartbeats, pings(stage));
  assert.equal(stage.counts.received, undefined);
  assert.equal(stage.sockets.length, 1);
  await stage.stop();
});

test('a line that does not answer for 5 s is dead: the page opens another', async (t) => {
  const stage = await connected(t);
  while (pings(stage) === 0) await stage.pass(50);
  await stage.pass(5_000);
  assert.deepEqual(stage.now, { state: 'open' });
  await stage.pass(250);
  assert.deepEqual(stage.now, { state: 'closed', code: 1006, opened: true, retryIn: 500 });
  assert.equal(pings(stage), 1);
  assert.equal(stage.open.sockets, 0);
  await stage.stop();
});

test('a page that slept asks anew before it gives the line up', async (t) => {
  const stage = await connected(t);
  while (pings(stage) === 0) await stage.pass(50);
  stage.leap(3_600_000);
  await stage.pass(250);
  assert.deepEqual(stage.now, { state: 'open' });
  assert.equal(pings(stage), 2);
  await stage.socket.receive({ type: 'pong', id: 2 });
  await stage.pass(5_250);
  assert.equal(stage.sockets.length, 1);
  await stage.stop();
});
