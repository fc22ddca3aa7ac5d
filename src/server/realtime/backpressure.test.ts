import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { BACKLOG, Outlet, PATIENCE } from './backpressure.ts';

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

/** Manners of an outlet whose clients are never too slow. */
const patient = { isOpen: () => true, giveUp: () => assert.fail() };

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test('who keeps up is told everything', async () => {
  const vitals = { skipped: 0, givenUp: 0 };
  const { connection, taken, takeAll } = slowClient();
  const outlet = new Outlet(vitals, patient);
  outlet.join(connection, nothing.values());
  for (let n = 1; n <= 100; n++) {
    outlet.tell(connection, tick(n));
    await takeAll();
  }
  assert.deepEqual(taken.map(Number), numbers(100));
});

test('who cannot keep up costs bounded memory, and goes on with the newest', async () => {
  const vitals = { skipped: 0, givenUp: 0 };
  const { connection, taken, takeAll } = slowClient();
  const outlet = new Outlet(vitals, patient);
  outlet.join(connection, nothing.values());
  for (let n = 1; n <= 1_000; n++) outlet.tell(connection, tick(n));
  assert.ok(connection.writableLength <= BACKLOG + 1024);
  await takeAll();
  const seen = taken.map(Number);
  assert.equal(seen.at(-1), 1_000);
  assert.deepEqual(seen.slice(0, -1), numbers(seen.length - 1));
  assert.equal(vitals.skipped, 1_000 - seen.length);

  outlet.tell(connection, tick(1_001));
  await takeAll();
  assert.equal(Number(taken.at(-1)), 1_001);
});

test('who cannot keep up for too long is given up, and not before', () => {
  const { connection } = slowClient();
  let now = 0;
  let givenUp = 0;
  const vitals = { skipped: 0, givenUp: 0 };
  const outlet = new Outlet(
    vitals,
    {
      isOpen: () => true,
      giveUp: () => {
        givenUp += 1;
      },
    },
    () => now,
  );
  outlet.join(connection, nothing.values());
  for (let n = 1; n <= 100; n++) outlet.tell(connection, tick(n));
  now = PATIENCE;
  outlet.tell(connection, tick(101));
  assert.equal(givenUp, 0);
  now = PATIENCE + 1;
  outlet.tell(connection, tick(102));
  assert.equal(givenUp, 1);
  assert.equal(vitals.givenUp, 1);
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
  const vitals = { skipped: 0, givenUp: 0 };
  const { connection, taken, takeAll } = slowClient();
  const outlet = new Outlet(vitals, patient);
  const { world, since } = history();
  outlet.join(connection, since(0));
  while (taken.length < 1_010) {
    assert.ok(connection.writableLength <= BACKLOG + 1024);
    if (world.newest < 1_010) {
      world.newest += 1;
      outlet.tell(connection, tick(world.newest));
    }
    await takeAll();
    await new Promise((resolve) => setImmediate(resolve));
  }
  outlet.tell(connection, tick(1_011));
  await takeAll();
  assert.deepEqual(taken.map(Number), numbers(1_011));
  assert.equal(vitals.skipped, 0);
});

test('who catches up quickly leaves room for the others', async () => {
  const { since } = history();
  const taken: string[] = [];
  const connection = new Writable({
    decodeStrings: false,
    highWaterMark: 10 * BACKLOG,
    write(chunk, _encoding, done) {
      taken.push(String(chunk));
      done();
    },
  });
  new Outlet({ skipped: 0, givenUp: 0 }, patient).join(connection, since(0));
  assert.ok(taken.length <= BACKLOG / 1024 + 1, 'not all in one turn');
  while (taken.length < 1_000) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(taken.map(Number), numbers(1_000));
});

test('who has left is told nothing, even of what it has missed', async () => {
  const { connection, taken, takeAll } = slowClient();
  const outlet = new Outlet({ skipped: 0, givenUp: 0 }, patient);
  const { since } = history();
  outlet.join(connection, since(0));
  outlet.leave(connection);
  await takeAll();
  const last = taken.length;
  assert.ok(last < 100);
  outlet.join(connection, since(999));
  // It has used up its share for now, so even this comes a little later.
  while (taken.length === last) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(taken.slice(last).map(Number), [1_000]);
});
