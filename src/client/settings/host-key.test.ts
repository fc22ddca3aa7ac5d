import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { hostKey, takeHostKey } from './host-key.ts';

/** A page at this address; what is written into the address bar goes to `write`. */
function at(t: TestContext, address: string, write: (url: string) => void): void {
  const history = {
    state: null,
    replaceState: (_state: unknown, _title: string, url: string) => write(url),
  };
  for (const [name, value] of Object.entries({ location: new URL(address), history })) {
    Object.defineProperty(globalThis, name, { configurable: true, value });
    t.after(() => Reflect.deleteProperty(globalThis, name));
  }
}

test('a key in the fragment is taken out of the address bar', (t) => {
  const written: string[] = [];
  at(t, 'http://localhost/?view=projector#key=secret', (url) => written.push(url));
  assert.equal(takeHostKey(), true);
  assert.equal(hostKey(), 'secret');
  assert.deepEqual(written, ['/?view=projector']);
});

test('other fragments are left alone', (t) => {
  at(t, 'http://localhost/?key=other#prices', () => assert.fail());
  assert.equal(takeHostKey(), false);
  assert.notEqual(hostKey(), 'other');
});

test('where the address bar can’t be written, the key acts all the same', (t) => {
  at(t, 'http://localhost/#key=another', () => {
    throw new DOMException('', 'SecurityError');
  });
  assert.equal(takeHostKey(), true);
  assert.equal(hostKey(), 'another');
});
