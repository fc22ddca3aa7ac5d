import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from '../session/testing/browser.ts';
import { keepLink, readLink, writeLink } from './link.ts';

test('a link that changes often is written now and then, and in the end as it is', async (t) => {
  const browser = new Browser(t);
  const written: string[] = [];
  const { replaceState } = history;
  t.mock.method(history, 'replaceState', (state: unknown, title: string, url: string) => {
    written.push(url);
    replaceState(state, title, url);
  });
  for (let rtt = 0; rtt <= 100; rtt += 20) {
    writeLink(new URLSearchParams({ rtt: String(rtt) }));
    assert.equal(readLink().get('rtt'), String(rtt));
  }
  await browser.pass(1_000);
  assert.deepEqual(written, ['/?rtt=0', '/?rtt=100']);
});

test('where the address bar can’t be written, the page goes by what it should say', async (t) => {
  const browser = new Browser(t);
  const refused = t.mock.method(history, 'replaceState', () => {
    throw new DOMException('', 'SecurityError');
  });
  writeLink(new URLSearchParams('left=sse'));
  assert.equal(readLink().get('left'), 'sse');
  // Leaving the page is the last time to write.
  refused.mock.restore();
  keepLink();
  browser.leave();
  assert.equal(location.search, '?left=sse');
});

test('Back leads to where the page was before an entry of its own', async (t) => {
  const browser = new Browser(t);
  writeLink(new URLSearchParams('rtt=60'));
  // So soon after, this one waits.
  writeLink(new URLSearchParams('rtt=80'));
  writeLink(new URLSearchParams('rtt=80&step=2'), true);
  assert.equal(location.search, '?rtt=80&step=2');
  assert.equal(browser.entries, 2);
});
