import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostKey, newHostKey } from './host-key.ts';

test('only the key opens', () => {
  const key = HostKey.of('secret');
  for (const wrong of ['', 'secre', 'secret ', 'Secret']) assert.equal(key.opens(wrong), false);
  assert.equal(key.opens('secret'), true);
});

test('a new key has 96 bits and is another each time', () => {
  const keys = Array.from({ length: 100 }, newHostKey);
  for (const key of keys) assert.match(key, /^[0-9a-f]{24}$/);
  assert.equal(new Set(keys).size, keys.length);
});

test('the digest of a key tells it from others', () => {
  const key = newHostKey();
  const known = HostKey.ofDigest(HostKey.of(key).digest);
  assert.equal(known.opens(key), true);
  assert.equal(known.opens(newHostKey()), false);
  assert.ok(!known.digest.includes(key));
});
