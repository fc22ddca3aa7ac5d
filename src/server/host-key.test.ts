import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostKey } from './host-key.ts';

test('only the key opens, and after a wrong one nothing does for a second', () => {
  let now = 0;
  const key = new HostKey('secret', () => now);
  assert.equal(key.opens('secret', 'a'), true);
  assert.equal(key.opens(undefined, 'a'), false);
  assert.equal(key.opens('secret', 'a'), true, 'none at all is no guess');
  assert.equal(key.opens('secre', 'a'), false);
  assert.equal(key.opens('secret', 'a'), false);
  assert.equal(key.opens('secret', 'b'), true, 'others need not wait');
  now = 1_000;
  assert.equal(key.opens('secret', 'a'), true);
});
