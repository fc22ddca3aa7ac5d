import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateLimit } from './rate-limit.ts';

test('allows so many a second to each, and as many again in the next', () => {
  let now = 0;
  const limit = new RateLimit(2, () => now);
  assert.deepEqual([limit.allows('a'), limit.allows('a'), limit.allows('a')], [true, true, false]);
  assert.equal(limit.allows('b'), true);
  now = 999;
  assert.equal(limit.allows('a'), false);
  now = 1000;
  assert.equal(limit.allows('a'), true);
});
