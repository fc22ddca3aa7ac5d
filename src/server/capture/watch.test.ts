/** What a page is told of its line, however slow it is and however much happens. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { WebSocket } from 'ws';
import type { Messages } from '../../protocol/instruments/messages.ts';
import { HIGH_WATER_MARK } from '../realtime/backpressure.ts';
import { MessageLog } from './message-log.ts';
import { MAX_EVENTS, MESSAGES_EVERY, watch } from './watch.ts';

/** A page that watches a line; the test says how much it has not read yet. */
function watching(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const line = { log: new MessageLog(() => 0) };
  const batches: Messages[] = [];
  const page = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send: (text: string) => batches.push(JSON.parse(text)),
  };
  watch(page as unknown as WebSocket, 'a', line, true);
  return {
    page,
    line,
    /** Lets so many messages happen, their sending and their arrival. */
    happen(count: number, raw = 'x') {
      const size = { handshake: 0, headers: 0, framing: 0, body: raw.length };
      for (let i = 0; i < count; i++) {
        const message = { side: 'ws', connection: 1, direction: 'down', kind: 'frame' } as const;
        const bytes = Buffer.from(raw);
        line.log.received(line.log.sent({ ...message, sent: 0, transit: 0, size }, bytes));
      }
    },
    /** What it has been told by the time of the next batch. */
    next() {
      t.mock.timers.tick(MESSAGES_EVERY);
      return batches.splice(0).map(({ events, dropped }) => [events.length, dropped]);
    },
  };
}

test('a page that keeps up is told of everything, and only when there is something', (t) => {
  const { happen, next } = watching(t);
  assert.deepEqual(next(), [[0, 0]]);
  happen(3);
  assert.deepEqual(next(), [[6, 0]]);
  assert.deepEqual(next(), []);
});

test('a page that is slow is told later, of what there was room for, and of how much there was not', (t) => {
  const { page, happen, next } = watching(t);
  next();
  page.bufferedAmount = HIGH_WATER_MARK + 1;
  happen(MAX_EVENTS);
  assert.deepEqual(next(), []);
  happen(5);
  assert.deepEqual(next(), []);
  page.bufferedAmount = HIGH_WATER_MARK;
  assert.deepEqual(next(), [[MAX_EVENTS, MAX_EVENTS + 10]]);
  happen(1);
  assert.deepEqual(next(), [[2, 0]]);
});

test('long messages fill a batch sooner', (t) => {
  const { happen, next } = watching(t);
  next();
  happen(100, 'x'.repeat(8_000));
  const [[told = 0, dropped = 0] = []] = next();
  assert.ok(told > 20 && told < 100, `${told}`);
  assert.equal(told + dropped, 200);
});

test('what ends is told however much happens', (t) => {
  const { line, page, happen } = watching(t);
  const told: string[] = [];
  page.send = (text) =>
    told.push(...JSON.parse(text).events.map(({ what }: { what: string }) => what));
  line.log.damaged('stall');
  happen(2 * MAX_EVENTS);
  line.log.damaged('none');
  line.log.closed({ side: 'ws', connection: 1 });
  t.mock.timers.tick(MESSAGES_EVERY);
  assert.deepEqual([told[0], ...told.slice(-2)], ['damage', 'damage', 'closed']);
});

test('a page that has gone, or has looked enough, is told nothing more', (t) => {
  const { page, line, happen, next } = watching(t);
  next();
  happen(1);
  page.readyState = 3;
  assert.deepEqual(next(), []);
  page.readyState = 1;
  happen(1);
  watch(page as unknown as WebSocket, 'a', line, false);
  assert.deepEqual(next(), []);
});
