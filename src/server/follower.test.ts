import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { BACKLOG, Follower, PATIENCE } from './follower.ts';

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
  const follower = new Follower(connection, () => assert.fail(), vitals);
  for (let n = 1; n <= 100; n++) {
    follower.tell(tick(n));
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
  const follower = new Follower(connection, () => assert.fail(), vitals);
  for (let n = 1; n <= 1_000; n++) follower.tell(tick(n));
  assert.ok(connection.writableLength <= BACKLOG + 1024);
  await takeAll();
  const seen = taken.map(Number);
  assert.equal(seen.at(-1), 1_000);
  assert.deepEqual(
    seen.slice(0, -1),
    Array.from({ length: seen.length - 1 }, (_, i) => i + 1),
  );

  assert.equal(vitals.skipped, 1_000 - seen.length);

  follower.tell(tick(1_001));
  await takeAll();
  assert.equal(Number(taken.at(-1)), 1_001);
});

test('who cannot keep up for too long is given up, and not before', () => {
  const { connection } = slowClient();
  let now = 0;
  let givenUp = 0;
  const vitals = { skipped: 0, givenUp: 0 };
  const follower = new Follower(
    connection,
    () => {
      givenUp += 1;
    },
    vitals,
    () => now,
  );
  for (let n = 1; n <= 100; n++) follower.tell(tick(n));
  now = PATIENCE;
  follower.tell(tick(101));
  assert.equal(givenUp, 0);
  now = PATIENCE + 1;
  follower.tell(tick(102));
  assert.equal(givenUp, 1);
  assert.equal(vitals.givenUp, 1);
});
