import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentWorst } from './recent-worst.ts';

test('the worst of a second is forgotten after it, and what is shown now counts', () => {
  const recent = new RecentWorst();
  const [bad, less] = [
    { age: 500, offBy: 1 },
    { age: 300, offBy: 2 },
  ];
  const now = { age: 100, offBy: 0.5 };
  recent.add(1_000, bad);
  recent.add(1_500, less);
  assert.equal(recent.worst(1_999, now), bad);
  assert.equal(recent.worst(2_000, now), less);
  assert.equal(recent.worst(2_500, now), now);
  recent.add(2_600, bad);
  recent.clear();
  assert.equal(recent.worst(2_601, now), now);
});
