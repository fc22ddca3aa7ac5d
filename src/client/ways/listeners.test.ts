/** A way may run for hours: however often it asks, it adds no listener that stays. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { interval } from './interval.ts';
import { longPoll } from './long-poll.ts';
import { press } from './press.ts';
import { serverSentEvents } from './server-sent-events.ts';
import type { Sink, Way } from './way.ts';
import { websocket } from './websocket.ts';
import { whileSeen } from './while-seen.ts';

const TURNS = 500;

/** A page with a server that answers at once, where each question calls back. */
function stage(t: TestContext, asked: () => void) {
  const events = new EventTarget();
  const page = Object.assign(new EventTarget(), { hidden: false });
  const global = globalThis as unknown as Record<string, unknown>;
  const replaced = {
    fetch,
    EventSource: undefined,
    WebSocket: global['WebSocket'],
    document: undefined,
  };
  t.after(() => Object.assign(global, replaced));
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  Object.assign(global, {
    document: page,
    async fetch(_url: URL, { signal }: { signal: AbortSignal }) {
      asked();
      await setImmediate();
      signal.throwIfAborted();
      return Response.json({ symbol: 'ACME', seq: 1, price: 1, at: 1 });
    },
    EventSource: class {
      static CLOSED = 2;
      readyState = 0;
      onerror?: () => void;
      constructor() {
        asked();
        void setImmediate().then(() => {
          this.readyState = 2;
          this.onerror?.();
        });
      }
      close() {}
    },
    WebSocket: class extends EventTarget {
      static OPEN = 1;
      readyState = 0;
      constructor() {
        super();
        asked();
        void setImmediate().then(() => this.dispatchEvent(new Event('close')));
      }
      close() {}
    },
  });
  const sink: Sink = {
    events,
    symbol: 'ACME',
    cursor: 1,
    interval: 0,
    url: (path) => new URL(path, 'http://localhost'),
    tick() {},
    status() {},
    noted() {},
    message() {},
  };
  return { events, page, sink };
}

for (const [name, way] of Object.entries<Way>({
  press,
  interval,
  longPoll,
  serverSentEvents,
  websocket,
  whileSeen: whileSeen(longPoll),
})) {
  test(`${name} has no more listeners in ${TURNS} turns than in the first few`, async (t) => {
    const running = new AbortController();
    let turns = 0;
    const { events, page, sink } = stage(t, () => {
      turns += 1;
    });
    const most: Record<string, number> = {};
    const count = (target: EventTarget, type: string) => {
      most[type] = Math.max(most[type] ?? 0, getEventListeners(target, type).length);
    };
    /** Lets everything happen that makes a way ask again. */
    const untilAsked = async (times: number) => {
      while (turns < times) {
        for (const type of ['press', 'company', 'note']) count(events, type);
        count(page, 'visibilitychange');
        count(running.signal, 'abort');
        if (turns % 2) events.dispatchEvent(new Event('company'));
        await setImmediate();
        events.dispatchEvent(new Event('press'));
        t.mock.timers.tick(1_000);
        page.dispatchEvent(new Event('visibilitychange'));
      }
      return { ...most };
    };
    const over = assert.rejects(way(sink, running.signal), { name: 'AbortError' });
    const first = await untilAsked(10);
    const all = await untilAsked(TURNS);
    running.abort();
    await over;
    assert.deepEqual(all, first);
    assert.ok((all['company'] ?? 0) <= 1);
  });
}
