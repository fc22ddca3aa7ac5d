import assert from 'node:assert/strict';
import { test } from 'node:test';
import { align } from './lines.ts';

test('each line has a price at the times of both, and holds it until its next change', () => {
  const [times, truth, shown] = align(
    [
      [1_000, 3_000, 5_000],
      [10, 11, 11],
    ],
    [
      [2_000, 3_000, 4_000, 5_000],
      [10, null, 11, 11],
    ],
    5_000,
  );
  assert.deepEqual(times, [-4, -3, -2, -1, 0]);
  assert.deepEqual(truth, [10, 10, 11, 11, 11]);
  assert.deepEqual(
    shown,
    [null, 10, null, 11, 11],
    'nothing before the first, and where none is known',
  );
});
