import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { GUID, problemOf, randomKey, stepsFrom } from './handshake.ts';

test('the example of RFC 6455 §1.3', () => {
  const { nonce, digest, accept } = stepsFrom('dGhlIHNhbXBsZSBub25jZQ==');
  assert.equal(String.fromCharCode(...nonce), 'the sample nonce');
  assert.equal(Buffer.from(digest).toString('hex'), 'b37a4f2cc0624f1690f64606cf385945b2bec4ea');
  assert.equal(accept, 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
});

test('any key gives what an independent SHA-1 gives', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const key = Buffer.from(bytes).toString('base64');
      assert.equal(problemOf(key), undefined);
      const { nonce, accept } = stepsFrom(key);
      assert.deepEqual([...nonce], [...bytes]);
      assert.equal(
        accept,
        createHash('sha1')
          .update(key + GUID)
          .digest('base64'),
      );
    }),
  );
});

test('a random key is a good one, and another each time', () => {
  assert.equal(problemOf(randomKey()), undefined);
  assert.notEqual(randomKey(), randomKey());
});

for (const [key, problem] of [
  ['', /has 0 characters/],
  ['dGhlIHNhbXBsZSBub25jZQ=', /has 23 characters/],
  ['dGhlIHNhbXBsZSBub25jZQ===', /has 25 characters/],
  ['dGhlIHNhbXBsZSBub25jZQ=!', /“!” isn’t a Base64 character/],
  ['dGhlIHNhbXBsZSBub25jZQ=a', /not the Base64 of 16 bytes/],
  ['dGhlIHNhbXBsZSBub25jZQab', /not the Base64 of 16 bytes/],
  ['key with blanks in it 12', /It contains a space/],
  ['😀', /“😀” isn’t a Base64 character/],
] as const) {
  test(`“${key}” is said to be no key`, () => {
    assert.match(problemOf(key) ?? '', problem);
  });
}
