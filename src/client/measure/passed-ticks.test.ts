import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PassedTicks } from './passed-ticks.ts';

test('counts those between two seqs, whether or not a stretch lies wholly between them', () => {
  const passed = new PassedTicks();
  passed.add(3, 4);
  passed.add(5, 6);
  passed.add(10, 12);
  assert.equal(passed.between(1, 20), 7);
  assert.equal(passed.between(3, 11), 4, '4, 5, 6 and 10');
  assert.equal(passed.between(6, 10), 0);
});

test('from one to the one before it is nothing', () => {
  const passed = new PassedTicks();
  passed.add(3, 2);
  assert.equal(passed.between(0, 10), 0);
});
