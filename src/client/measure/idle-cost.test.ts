import assert from 'node:assert/strict';
import test from 'node:test';
import { IdleCost } from './idle-cost.ts';

test('only what moves once the last price has gone by is the cost of being idle', () => {
  const cost = new IdleCost();
  cost.add({ at: 1_000, bytes: 900 }, 900);
  cost.add({ at: 2_000, bytes: 1_800 }, 1_900);
  assert.equal(cost.perMinute, undefined, 'a price came');
  cost.add({ at: 7_000, bytes: 2_000 }, 1_900);
  assert.equal(cost.perMinute, undefined, 'it may have been under way at the earlier sample');
  cost.add({ at: 9_000, bytes: 2_080 }, 1_900);
  cost.add({ at: 11_000, bytes: 2_160 }, 1_900);
  assert.equal(cost.perMinute, 2_400);
  cost.add({ at: 12_000, bytes: 9_000 }, 11_500);
  assert.equal(cost.perMinute, 2_400);
});

test('a side that moves nothing costs nothing', () => {
  const cost = new IdleCost();
  cost.add({ at: 6_000, bytes: 755 }, 1_000);
  cost.add({ at: 8_000, bytes: 755 }, 1_000);
  assert.equal(cost.perMinute, 0);
});
