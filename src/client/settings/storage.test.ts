import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { recall, remember } from './storage.ts';

/** A browser whose `localStorage` is what `get` returns. */
function browser(t: TestContext, get: () => unknown): void {
  const real = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get });
  t.after(() => {
    if (real) Object.defineProperty(globalThis, 'localStorage', real);
    else Reflect.deleteProperty(globalThis, 'localStorage');
  });
}

test('where storage is blocked, the page remembers for this visit', (t) => {
  browser(t, () => {
    throw new DOMException('', 'SecurityError');
  });
  assert.equal(recall('blocked'), null);
  remember('blocked', 'off');
  assert.equal(recall('blocked'), 'off');
});

test('where storage is full, the newest wish counts', (t) => {
  browser(t, () => ({
    getItem: () => 'old',
    setItem() {
      throw new DOMException('', 'QuotaExceededError');
    },
  }));
  assert.equal(recall('full'), 'old');
  remember('full', 'new');
  assert.equal(recall('full'), 'new');
});
