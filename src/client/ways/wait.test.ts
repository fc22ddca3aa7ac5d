import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff } from './wait.ts';

test('a thousand pages whose server restarts come back spread out, later after each failure', () => {
  for (let failures = 0; failures <= 12; failures++) {
    const longest = Math.min(500 * 2 ** failures, 30_000);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let page = 0; page < 10_000; page++) {
      const wait = backoff(failures);
      assert.ok(wait > longest / 2 && wait <= longest, `${wait} after ${failures} failures`);
      const tenth = Math.ceil((wait / longest - 0.5) * 20) - 1;
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Of 1,000 expected in each tenth, 1,300 by chance would be ten standard deviations.
    assert.ok(Math.max(...tenths) < 1_300, String(tenths));
  }
});
