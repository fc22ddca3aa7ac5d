import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Backpressure, CATCH_UP_TIME, HIGH_WATER_MARK, SLOW_TIMEOUT } from './backpressure.ts';

/** A client that reads only when the test lets it. */
function slowClient(disconnect: () => void = () => assert.fail()) {
  const taken: string[] = [];
  let take: (() => void) | undefined;
  const stream = new Writable({
    write(chunk, _encoding, done) {
      taken.push(String(chunk));
      take = done;
    },
  });
  const takeAll = async () => {
    while (stream.writableLength > 0) {
      take?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { client: { stream, isOpen: () => true, disconnect }, stream, taken, takeAll };
}

const tick = (n: number) => Buffer.from(`${n}`.padEnd(1024));

const nothing: Buffer[] = [];

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test('a client that keeps up gets every message', async () => {
  const health = { skipped: 0, disconnected: 0 };
  const { client, taken, takeAll } = slowClient();
  const backpressure = new Backpressure(health);
  backpressure.add(client, nothing.values());
  for (let n = 1; n <= 100; n++) {
    backpressure.write(client, tick(n));
    await takeAll();
  }
  assert.deepEqual(taken.map(Number), numbers(100));
});

test('a slow client costs bounded memory, and goes on with the newest message', async () => {
  const health = { skipped: 0, disconnected: 0 };
  const { client, stream, taken, takeAll } = slowClient();
  const backpressure = new Backpressure(health);
  backpressure.add(client, nothing.values());
  for (let n = 1; n <= 1_000; n++) backpressure.write(client, tick(n));
  assert.ok(stream.writableLength <= HIGH_WATER_MARK + 1024);
  await takeAll();
  const seen = taken.map(Number);
  assert.equal(seen.at(-1), 1_000);
  assert.deepEqual(seen.slice(0, -1), numbers(seen.length - 1));
  assert.equal(health.skipped, 1_000 - seen.length);

  backpressure.write(client, tick(1_001));
  await takeAll();
  assert.equal(Number(taken.at(-1)), 1_001);
});

test('a client that stays slow for too long is disconnected, and not before', () => {
  let now = 0;
  let disconnected = 0;
  const health = { skipped: 0, disconnected: 0 };
  const { client } = slowClient(() => {
    disconnected += 1;
  });
  const backpressure = new Backpressure(health, () => now);
  backpressure.add(client, nothing.values());
  for (let n = 1; n <= 100; n++) backpressure.write(client, tick(n));
  now = SLOW_TIMEOUT;
  backpressure.write(client, tick(101));
  assert.equal(disconnected, 0);
  now = SLOW_TIMEOUT + 1;
  backpressure.write(client, tick(102));
  assert.equal(disconnected, 1);
  assert.equal(health.disconnected, 1);
});

/** Ticks up to the newest, which the test advances. */
function history() {
  const world = { newest: 1_000 };
  function* since(seq: number) {
    for (let n = seq + 1; n <= world.newest; n++) yield tick(n);
  }
  return { world, since };
}

test('a client that missed much gets all of it in order, with what happens meanwhile, in bounded memory', async () => {
  const health = { skipped: 0, disconnected: 0 };
  const { client, stream, taken, takeAll } = slowClient();
  const backpressure = new Backpressure(health);
  const { world, since } = history();
  backpressure.add(client, since(0));
  while (taken.length < 1_010) {
    assert.ok(stream.writableLength <= HIGH_WATER_MARK + 1024);
    if (world.newest < 1_010) {
      world.newest += 1;
      backpressure.write(client, tick(world.newest));
    }
    await takeAll();
    await new Promise((resolve) => setImmediate(resolve));
  }
  // It has all there is; whether it is still catching up is nobody's concern.
  world.newest += 1;
  backpressure.write(client, tick(world.newest));
  while (taken.length < world.newest) {
    await takeAll();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(taken.map(Number), numbers(1_011));
  assert.equal(health.skipped, 0);
});

test('a client that catches up quickly leaves room for the others', async () => {
  const { since } = history();
  const taken: string[] = [];
  const stream = new Writable({
    highWaterMark: 10 * HIGH_WATER_MARK,
    write(chunk, _encoding, done) {
      taken.push(String(chunk));
      done();
    },
  });
  const client = { stream, isOpen: () => true, disconnect: () => assert.fail() };
  new Backpressure({ skipped: 0, disconnected: 0 }).add(client, since(0));
  assert.ok(taken.length <= HIGH_WATER_MARK / 1024 + 1, 'not all in one turn');
  while (taken.length < 1_000) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(taken.map(Number), numbers(1_000));
});

test('a client that was removed gets nothing, not even what it missed', async () => {
  const { client, taken, takeAll } = slowClient();
  const backpressure = new Backpressure({ skipped: 0, disconnected: 0 });
  const { since } = history();
  backpressure.add(client, since(0));
  backpressure.remove(client);
  await takeAll();
  const last = taken.length;
  assert.ok(last < 100);
  backpressure.add(client, since(999));
  // It has used up its share for now, so even this comes a little later.
  while (taken.length === last) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(taken.slice(last).map(Number), [1_000]);
});

test('who asks again for what it missed, be it elsewhere, gains nothing: it gets one share at a time', () => {
  let now = 0;
  let bytes = 0;
  const stream = new Writable({
    write(chunk, _encoding, done) {
      bytes += chunk.length;
      done();
    },
  });
  const client = { stream, isOpen: () => true, disconnect: () => assert.fail() };
  const health = { skipped: 0, disconnected: 0 };
  const channels = [1, 2, 3].map(() => new Backpressure(health, () => now));
  const { since } = history();
  for (let share = 1; share <= 10; share++) {
    for (let asked = 0; asked < 20; asked++) {
      for (const channel of channels) {
        channel.add(client, since(0));
        channel.remove(client);
      }
    }
    assert.equal(bytes, share * HIGH_WATER_MARK);
    now += CATCH_UP_TIME;
  }
});
