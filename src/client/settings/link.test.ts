import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from '../session/testing/browser.ts';
import { keepLink, readLink, writeLink } from './link.ts';
import { savedStep, saveStep } from './saved-step.ts';

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

test('the lesson goes on at the step where it was left, if there is such a step', () => {
  assert.equal(savedStep(), 1);
  saveStep(5);
  assert.equal(savedStep(), 5);
  saveStep(99);
  assert.equal(savedStep(), 1);
});
