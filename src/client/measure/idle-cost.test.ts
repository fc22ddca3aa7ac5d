import assert from 'node:assert/strict';
import test from 'node:test';
import { IdleCost } from './idle-cost.ts';

test('only what moves once the last price has gone by is the cost of being idle', () => {
  const cost = new IdleCost();
  cost.add({ at: 1_000, bytes: 900 }, 900);
  cost.add({ at: 2_000, bytes: 1_800 }, 1_900);
  // A price may have been under way when the sample before was taken.
  cost.add({ at: 7_000, bytes: 2_000 }, 1_900);
  cost.add({ at: 37_000, bytes: 3_200 }, 1_900);
  assert.equal(cost.perMinute, undefined, 'not a minute yet');
  cost.add({ at: 67_000, bytes: 4_400 }, 1_900);
  assert.equal(cost.perMinute, 2_400);
  cost.add({ at: 68_000, bytes: 9_000 }, 67_500);
  assert.equal(cost.perMinute, 2_400, 'a price came');
});

test('a side that moves nothing costs nothing', () => {
  const cost = new IdleCost();
  cost.add({ at: 6_000, bytes: 755 }, 1_000);
  cost.add({ at: 66_000, bytes: 755 }, 1_000);
  assert.equal(cost.perMinute, 0);
});
