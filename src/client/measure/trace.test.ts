import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Trace } from './trace.ts';

test('a price holds until the next, and no longer than it is known', () => {
  const { truth } = new Trace();
  truth.add(1_000, 100);
  truth.add(2_000, 101);
  assert.deepEqual(truth.window(3_000), [
    [1_000, 2_000, 3_000],
    [100, 101, 101],
  ]);
  truth.add(4_000, null);
  // The price is the same as before, but that it was is known only now.
  truth.add(2_000, 101);
  assert.deepEqual(truth.window(9_000), [
    [1_000, 2_000, 4_000, 4_000, 9_000],
    [100, 101, null, 101, 101],
  ]);
});
