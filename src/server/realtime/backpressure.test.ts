import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Backpressure, HIGH_WATER_MARK, SLOW_TIMEOUT } from './backpressure.ts';

/** A client that takes what it is sent only when the test lets it. */
function slowClient() {
  const taken: string[] = [];
  let take: (() => void) | undefined;
  const connection = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      taken.push(String(chunk));
      take = done;
    },
  });
  const takeAll = async () => {
    while (connection.writableLength > 0) {
      take?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { connection, taken, takeAll };
}

const tick = (n: number) => `${n}`.padEnd(1024);

const nothing: string[] = [];

/** SubscriberActions of an backpressure whose clients are never too slow. */
const patient = { isOpen: () => true, disconnect: () => assert.fail() };

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test('who keeps up is told everything', async () => {
  const health = { skipped: 0, disconnected: 0 };
  const { connection, taken, takeAll } = slowClient();
  const backpressure = new Backpressure(health, patient);
  backpressure.join(connection, nothing.values());
  for (let n = 1; n <= 100; n++) {
    backpressure.tell(connection, tick(n));
    await takeAll();
  }
  assert.deepEqual(taken.map(Number), numbers(100));
});

test('who cannot keep up costs bounded memory, and goes on with the newest', async () => {
  const health = { skipped: 0, disconnected: 0 };
  const { connection, taken, takeAll } = slowClient();
  const backpressure = new Backpressure(health, patient);
  backpressure.join(connection, nothing.values());
  for (let n = 1; n <= 1_000; n++) backpressure.tell(connection, tick(n));
  assert.ok(connection.writableLength <= HIGH_WATER_MARK + 1024);
  await takeAll();
  const seen = taken.map(Number);
  assert.equal(seen.at(-1), 1_000);
  assert.deepEqual(seen.slice(0, -1), numbers(seen.length - 1));
  assert.equal(health.skipped, 1_000 - seen.length);

  backpressure.tell(connection, tick(1_001));
  await takeAll();
  assert.equal(Number(taken.at(-1)), 1_001);
});

test('who cannot keep up for too long is given up, and not before', () => {
  const { connection } = slowClient();
  let now = 0;
  let disconnected = 0;
  const health = { skipped: 0, disconnected: 0 };
  const backpressure = new Backpressure(
    health,
    {
      isOpen: () => true,
      disconnect: () => {
        disconnected += 1;
      },
    },
    () => now,
  );
  backpressure.join(connection, nothing.values());
  for (let n = 1; n <= 100; n++) backpressure.tell(connection, tick(n));
  now = SLOW_TIMEOUT;
  backpressure.tell(connection, tick(101));
  assert.equal(disconnected, 0);
  now = SLOW_TIMEOUT + 1;
  backpressure.tell(connection, tick(102));
  assert.equal(disconnected, 1);
  assert.equal(health.disconnected, 1);
});

/** Ticks up to the newest, which the test moves on. */
function history() {
  const world = { newest: 1_000 };
  function* since(seq: number) {
    for (let n = seq + 1; n <= world.newest; n++) yield tick(n);
  }
  return { world, since };
}

test('who has missed much is told all of it in order, with what happens meanwhile, in bounded memory', async () => {
  const health = { skipped: 0, disconnected: 0 };
  const { connection, taken, takeAll } = slowClient();
  const backpressure = new Backpressure(health, patient);
  const { world, since } = history();
  backpressure.join(connection, since(0));
  while (taken.length < 1_010) {
    assert.ok(connection.writableLength <= HIGH_WATER_MARK + 1024);
    if (world.newest < 1_010) {
      world.newest += 1;
      backpressure.tell(connection, tick(world.newest));
    }
    await takeAll();
    await new Promise((resolve) => setImmediate(resolve));
  }
  backpressure.tell(connection, tick(1_011));
  await takeAll();
  assert.deepEqual(taken.map(Number), numbers(1_011));
  assert.equal(health.skipped, 0);
});

test('who catches up quickly leaves room for the others', async () => {
  const { since } = history();
  const taken: string[] = [];
  const connection = new Writable({
    decodeStrings: false,
    highWaterMark: 10 * HIGH_WATER_MARK,
    write(chunk, _encoding, done) {
      taken.push(String(chunk));
      done();
    },
  });
  new Backpressure({ skipped: 0, disconnected: 0 }, patient).join(connection, since(0));
  assert.ok(taken.length <= HIGH_WATER_MARK / 1024 + 1, 'not all in one turn');
  while (taken.length < 1_000) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(taken.map(Number), numbers(1_000));
});

test('who has left is told nothing, even of what it has missed', async () => {
  const { connection, taken, takeAll } = slowClient();
  const backpressure = new Backpressure({ skipped: 0, disconnected: 0 }, patient);
  const { since } = history();
  backpressure.join(connection, since(0));
  backpressure.leave(connection);
  await takeAll();
  const last = taken.length;
  assert.ok(last < 100);
  backpressure.join(connection, since(999));
  // It has used up its share for now, so even this comes a little later.
  while (taken.length === last) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(taken.slice(last).map(Number), [1_000]);
});
