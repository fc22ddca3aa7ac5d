import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { BACKLOG, Outlet, PATIENCE } from './outlet.ts';

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

test('who keeps up is told everything', async () => {
  const vitals = { skipped: 0, givenUp: 0 };
  const { connection, taken, takeAll } = slowClient();
  const outlet = new Outlet(vitals, () => assert.fail());
  for (let n = 1; n <= 100; n++) {
    outlet.tell(connection, tick(n));
    await takeAll();
  }
  assert.deepEqual(
    taken.map(Number),
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
});

test('who cannot keep up costs bounded memory, and goes on with the newest', async () => {
  const vitals = { skipped: 0, givenUp: 0 };
  const { connection, taken, takeAll } = slowClient();
  const outlet = new Outlet(vitals, () => assert.fail());
  for (let n = 1; n <= 1_000; n++) outlet.tell(connection, tick(n));
  assert.ok(connection.writableLength <= BACKLOG + 1024);
  await takeAll();
  const seen = taken.map(Number);
  assert.equal(seen.at(-1), 1_000);
  assert.deepEqual(
    seen.slice(0, -1),
    Array.from({ length: seen.length - 1 }, (_, i) => i + 1),
  );

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
    () => {
      givenUp += 1;
    },
    () => now,
  );
  for (let n = 1; n <= 100; n++) outlet.tell(connection, tick(n));
  now = PATIENCE;
  outlet.tell(connection, tick(101));
  assert.equal(givenUp, 0);
  now = PATIENCE + 1;
  outlet.tell(connection, tick(102));
  assert.equal(givenUp, 1);
  assert.equal(vitals.givenUp, 1);
});
