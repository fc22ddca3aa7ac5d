import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { countTabs } from './tabs.ts';

const open = new Set<Channel>();

/** A channel between the tabs of this test; what is posted is there at once. */
class Channel {
  onmessage: ((event: { data: unknown }) => void) | undefined;
  constructor() {
    open.add(this);
  }
  postMessage(data: unknown): void {
    for (const other of open) if (other !== this && open.has(this)) other.onmessage?.({ data });
  }
}

function tab(): { count: () => number; crash: () => void } {
  const before = new Set(open);
  let tabs = 1;
  countTabs((now) => {
    tabs = now;
  });
  const [mine] = [...open].filter((channel) => !before.has(channel));
  return { count: () => tabs, crash: () => mine && open.delete(mine) };
}

function browser(t: TestContext, channel: unknown): void {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const real = { channel: globalThis.BroadcastChannel, listen: globalThis.addEventListener };
  Object.assign(globalThis, { BroadcastChannel: channel, addEventListener: () => {} });
  t.after(() => {
    open.clear();
    Object.assign(globalThis, { BroadcastChannel: real.channel, addEventListener: real.listen });
  });
}

test('tabs that live are counted however long; one that crashed is dropped', (t) => {
  browser(t, Channel);
  const [first, second, third] = [tab(), tab(), tab()];
  for (const { count } of [first, second, third]) assert.equal(count(), 3);
  t.mock.timers.tick(60_000);
  assert.equal(first.count(), 3);
  third.crash();
  t.mock.timers.tick(10_000);
  assert.equal(first.count(), 2);
  assert.equal(second.count(), 2);
});

test('a browser without such a channel is one tab', (t) => {
  browser(
    t,
    class {
      constructor() {
        throw new DOMException('', 'SecurityError');
      }
    },
  );
  assert.equal(tab().count(), 1);
});
