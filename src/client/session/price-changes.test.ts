import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEPT, PriceChanges } from './price-changes.ts';
import { running } from './testing/browser.ts';

const tick = (seq: number, at = seq * 10) => ({ symbol: 'ACME' as const, seq, price: 100, at });

test('a change is kept once, with when each side was first told of it', () => {
  const changes = new PriceChanges();
  changes.add(tick(1));
  changes.add(tick(1), 'http', 15);
  changes.add(tick(1), 'http', 17);
  changes.add(tick(2), 'ws', 22);
  changes.add(tick(2));
  assert.deepEqual(
    [...changes.all],
    [
      { at: 10, http: 15 },
      { at: 20, ws: 22 },
    ],
  );
});

test('an hour at 50 changes a second takes no more room than a minute, and the last ones stay', () => {
  const changes = new PriceChanges();
  for (let seq = 1; seq <= 180_000; seq++) changes.add(tick(seq));
  const kept = [...changes.all];
  assert.equal(kept.length, KEPT);
  assert.equal(kept.at(-1)?.at, 1_800_000);
});

test('another market begins without changes, the same one after a break keeps them', () => {
  const changes = new PriceChanges();
  changes.begin('a');
  changes.add(tick(1));
  changes.begin('a');
  assert.equal([...changes.all].length, 1);
  changes.begin('b');
  assert.deepEqual([...changes.all], []);
});

test('a session keeps them from its start on', async (t) => {
  const { session } = await running(t);
  const [first] = session.prices.all;
  assert.ok(first?.ws);
  assert.equal(first.http, undefined);
});
