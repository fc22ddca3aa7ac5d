import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fastify from 'fastify';
import type { Join } from '../../protocol/class/join.ts';
import type { ClassError, FromClass } from '../../protocol/class.ts';
import type { Health } from '../realtime/health.ts';
import type { Peer } from './peer.ts';
import { Rooms } from './rooms.ts';

const HOUR = 3_600_000;

/** Classes whose clock is moved by hand. */
function world(t: TestContext, first = { code: '314159', key: 'key' }) {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const app = fastify();
  t.after(() => app.close());
  const line = {
    beginRun() {},
    moved: { read: 0, written: 0, connections: 0 },
    setCut() {},
    close() {},
  };
  const rooms = new Rooms(app, {
    health: { skipped: 0, disconnected: 0 } as Health,
    openLine: () => line,
    first,
    address: () => undefined,
  });
  /** Somebody who writes down all rejections. */
  const join = (wish: Partial<Join>, visitor = '192.0.2.1') => {
    const rejections: ClassError['code'][] = [];
    const peer = {
      visitor,
      isOpen: () => true,
      encode: () => Buffer.alloc(0),
      stream: { on() {}, off() {}, write() {}, writableLength: 0 },
      say: (_message: FromClass) => {},
      refuse: ({ code }: ClassError) => rejections.push(code),
      dismiss: (_close: string, { code }: ClassError) => rejections.push(code),
      sayGoodbye: () => rejections.push('ended'),
    };
    const seat = rooms.join(peer as unknown as Peer, {
      type: 'join',
      code: first.code,
      role: 'phone',
      ...wish,
    });
    return { seat, rejections };
  };
  return {
    rooms,
    join,
    pass(time: number) {
      // Minute by minute, as the classes look.
      for (let past = 0; past < time; past += 60_000) {
        now += 60_000;
        t.mock.timers.tick(60_000);
      }
    },
  };
}

test('a class in which nobody does anything for two hours ends, and is forgotten a little later', async (t) => {
  const { rooms, join, pass } = world(t);
  const begun = await rooms.begin('192.0.2.1');
  assert.ok(begun);
  const phone = join({ code: begun.code });
  const screen = join({ code: begun.code, role: 'screen', key: begun.key });
  pass(1.9 * HOUR);
  assert.deepEqual(phone.rejections, []);
  screen.seat?.receive({ type: 'steer', action: 'next', step: 1 });
  pass(1.9 * HOUR);
  assert.deepEqual([phone.rejections, rooms.count], [[], 2]);
  pass(0.2 * HOUR);
  assert.deepEqual(phone.rejections, ['ended']);
  assert.deepEqual(join({ code: begun.code }).rejections, ['ended']);
  pass(0.2 * HOUR);
  assert.equal(rooms.count, 1);
  assert.deepEqual(join({ code: begun.code }).rejections, ['no-such-class']);
});

test('the class that a server opens by itself stays, however long nobody comes', (t) => {
  const { rooms, join, pass } = world(t);
  pass(30 * HOUR);
  assert.equal(rooms.count, 1);
  assert.deepEqual(join({}).rejections, []);
});

test('whoever has ended a class may look back for ten minutes', (t) => {
  const { join, pass } = world(t);
  const screen = join({ role: 'screen', key: 'key' });
  screen.seat?.receive({ type: 'steer', action: 'end', step: 1 });
  pass(9 * 60_000);
  assert.deepEqual(screen.rejections, []);
  assert.deepEqual(join({ role: 'notes', key: 'key' }).rejections, []);
  pass(2 * 60_000);
  assert.deepEqual(screen.rejections, ['ended']);
  assert.deepEqual(join({ role: 'notes', key: 'key' }).rejections, ['no-such-class']);
});

test('a name of JavaScript’s own is no tab', (t) => {
  const { rooms } = world(t);
  for (const tab of ['', '__proto__', 'constructor']) {
    assert.equal(rooms.marketOf(tab), undefined);
  }
});

test('codes differ, and a server holds only so many classes', async (t) => {
  const { rooms } = world(t);
  const codes = new Set(['314159']);
  const begin = () => rooms.begin(`visitor ${codes.size % 100}`);
  for (let begun = await begin(); begun; begun = await begin()) {
    assert.match(begun.code, /^[1-9]\d{5}$/);
    codes.add(begun.code);
  }
  assert.equal(codes.size, rooms.count);
  assert.equal(rooms.count, 500);
});

test('one address begins only so many, until one of them has ended', async (t) => {
  const { rooms, join, pass } = world(t);
  for (let i = 0; i < 20; i++) assert.ok(await rooms.begin('192.0.2.1'));
  assert.equal(await rooms.begin('192.0.2.1'), undefined);
  const other = await rooms.begin('192.0.2.2');
  assert.ok(other);
  pass(2.5 * HOUR);
  assert.ok(await rooms.begin('192.0.2.1'));
  assert.deepEqual(join({ code: other.code }).rejections, ['no-such-class']);
});
