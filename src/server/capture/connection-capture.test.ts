import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Sizes } from '../../protocol/instruments/bytes.ts';
import type { LineEvent } from '../../protocol/instruments/messages.ts';
import type { Direction, SideName } from '../../protocol/tab.ts';
import { ConnectionCapture } from './connection-capture.ts';
import { MessageLog } from './message-log.ts';

/** A capture on a connection whose clock the test moves. */
function tapped(side: SideName) {
  const clock = { now: 0 };
  const events: LineEvent[] = [];
  const log = new MessageLog(() => clock.now);
  const missing = { count: 0 };
  log.listener = (event) => {
    if (event) events.push(event);
    else missing.count += 1;
  };
  const sizes: Sizes = { handshake: 0, headers: 0, framing: 0, body: 0 };
  const capture = new ConnectionCapture(log, { side, connection: 1 }, sizes, side === 'ws');
  /** Lets bytes set out. @returns lets them arrive */
  const carry = (direction: Direction, bytes: Buffer | string, transit = 0) => {
    const carried = capture.carry(direction, Buffer.from(bytes), transit);
    return () => carried && capture.arrived(direction, carried);
  };
  return { clock, events, log, missing, sizes, capture, carry };
}

const sent = (events: LineEvent[]) =>
  events.flatMap((event) => (event.what === 'sent' ? [event.message] : []));

const raw = (events: LineEvent[]) =>
  sent(events).map((message) => Buffer.from(message.raw, 'base64').toString('latin1'));

const QUESTION = 'GET /price?tab=a HTTP/1.1\r\nHost: x\r\n\r\n';
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"seq":1}';

test('a question and its answer, each with the times at both ends', () => {
  const { clock, events, sizes, capture, carry } = tapped('http');
  const there = carry('up', Buffer.from(QUESTION), 100);
  clock.now = 100;
  there();
  clock.now = 130;
  const back = carry('down', Buffer.from(ANSWER), 100);
  clock.now = 230;
  back();
  capture.end(true);
  assert.deepEqual(
    events.map((event) =>
      event.what === 'sent'
        ? [event.message.kind, event.message.sent]
        : [event.what, 'at' in event && event.at],
    ),
    [
      ['request', 0],
      ['received', 100],
      ['answer', 130],
      ['received', 230],
      ['closed', 230],
    ],
  );
  assert.deepEqual(raw(events), [QUESTION, ANSWER]);
  assert.deepEqual(sizes, {
    handshake: 0,
    headers: QUESTION.length + ANSWER.length - 9,
    framing: 0,
    body: 9,
  });
});

test('an answer that goes on is told chunk by chunk, its data apart from the framing', () => {
  const { events, sizes, carry } = tapped('http');
  const head =
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
  const event = 'id: 7\ndata: {"seq":7}\n\n';
  const chunk = `${event.length.toString(16)}\r\n${event}\r\n`;
  carry('down', Buffer.from(`${head}${chunk}${chunk}`), 0)();
  assert.deepEqual(
    sent(events).map(({ kind }) => kind),
    ['answer', 'chunk', 'chunk'],
  );
  assert.deepEqual(raw(events), [head, chunk, chunk]);
  assert.deepEqual(sizes, {
    handshake: 0,
    headers: head.length,
    framing: 2 * (chunk.length - '{"seq":7}'.length),
    body: 2 * '{"seq":7}'.length,
  });
});

test('a handshake, then frames both ways', () => {
  const { events, sizes, carry } = tapped('ws');
  const question = 'GET /stream?tab=a HTTP/1.1\r\nUpgrade: websocket\r\n\r\n';
  const answer = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';
  carry('up', Buffer.from(question), 0)();
  carry('down', Buffer.concat([Buffer.from(answer), Buffer.from([0x81, 2, 104, 105])]), 0)();
  carry('up', Buffer.from([0x81, 0x82, 1, 2, 3, 4, 105, 107]), 0)();
  assert.deepEqual(
    sent(events).map(({ kind, direction }) => `${direction} ${kind}`),
    ['up request', 'down answer', 'down frame', 'up frame'],
  );
  assert.deepEqual(sizes, {
    handshake: question.length + answer.length,
    headers: 0,
    framing: 2 + 6,
    body: 4,
  });
});

test('what never arrives is lost, and is not counted as received', () => {
  const { events, sizes, capture, carry } = tapped('http');
  carry('up', Buffer.from(QUESTION), 100)();
  carry('down', Buffer.from(ANSWER), 100);
  capture.end(true);
  assert.deepEqual(
    events.filter(({ what }) => what === 'lost'),
    [{ what: 'lost', id: 2, at: 0 }],
  );
  assert.equal(sizes.headers, QUESTION.length);
});

test('however the bytes are cut up, the messages and sizes are the same', () => {
  const stream = Buffer.from(
    `HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x02hi\x81\x7e\x00\x7e${'x'.repeat(126)}\x88\x02\x03\xe8`,
    'latin1',
  );
  const whole = tapped('ws');
  whole.carry('down', stream, 0)();
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
      const { carry, events, sizes } = tapped('ws');
      const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
      for (let i = 1; i < at.length; i++) carry('down', stream.subarray(at[i - 1], at[i]), 0)();
      assert.deepEqual(raw(events), raw(whole.events));
      assert.deepEqual(sizes, whole.sizes);
    }),
  );
});

test('any bytes at all are taken, none is lost or counted twice, and memory stays bounded', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }),
      fc.boolean(),
      (chunks, handshake) => {
        const { capture, sizes, carry } = tapped(handshake ? 'ws' : 'http');
        if (handshake) carry('down', Buffer.from('HTTP/1.1 101 OK\r\n\r\n'), 0)();
        const before = Object.values(sizes).reduce((a, b) => a + b, 0);
        for (const chunk of chunks) carry('up', Buffer.from(chunk), 0)();
        capture.end(true);
        const counted = Object.values(sizes).reduce((a, b) => a + b, 0) - before;
        assert.equal(
          counted,
          chunks.reduce((sum, chunk) => sum + chunk.length, 0),
        );
      },
    ),
  );
});

test('of too many messages a second some are only counted, and the next second is read as ever', () => {
  const { clock, events, missing, sizes, carry } = tapped('ws');
  carry('up', Buffer.from('GET /stream HTTP/1.1\r\n\r\n'), 0)();
  carry('down', Buffer.from('HTTP/1.1 101 OK\r\n\r\n'), 0)();
  const frame = Buffer.from([0x81, 0x82, 1, 2, 3, 4, 105, 107]);
  const before = sizes.framing + sizes.body;
  for (let i = 0; i < 3_000; i++) carry('up', frame, 0)();
  assert.equal(sizes.framing + sizes.body - before, 3_000 * frame.length, 'all bytes count');
  const kinds = () => sent(events).map(({ direction, kind }) => `${direction} ${kind}`);
  assert.deepEqual([...new Set(kinds())], ['up request', 'down answer', 'up frame']);
  assert.equal(sent(events).length, 1_001);
  // That each was sent, and that it was received.
  assert.equal(missing.count, 2 * 2_001);
  clock.now = 1_000;
  carry('up', frame, 0)();
  assert.equal(kinds().length, 1_002);
  assert.equal(kinds().at(-1), 'up frame');
});

test('what nobody looks at is counted all the same, and nothing of it is kept', () => {
  const chunk = 'd\r\ndata: {"x":1}\r\n';
  const streams = {
    ws: `HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x02hi\x81\x7e\x00\x7e${'x'.repeat(126)}\x88\x02\x03\xe8`,
    http: `${ANSWER}HTTP/1.1 200 OK\r\nTransfer-Encoding:chunked\r\nContent-Type:text/event-stream\r\n\r\n${chunk}0\r\n\r\n${ANSWER}`,
  };
  const part = fc.record({
    side: fc.constantFrom('ws' as const, 'http' as const),
    cuts: fc.array(fc.nat(300), { maxLength: 12 }),
  });
  fc.assert(
    fc.property(part, fc.boolean(), ({ side, cuts }, whole) => {
      const stream = Buffer.from(streams[side], 'latin1');
      const [watched, unwatched] = [tapped(side), tapped(side)];
      unwatched.log.listener = undefined;
      watched.carry('down', stream)();
      const at = whole ? [] : cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b);
      for (const [i, from] of [0, ...at].entries()) {
        unwatched.carry('down', stream.subarray(from, at[i]))();
      }
      assert.deepEqual(unwatched.sizes, watched.sizes);
      assert.equal(
        Object.values(unwatched.sizes).reduce((sum, size) => sum + size, 0),
        stream.length,
      );
      assert.deepEqual(unwatched.log.past.length, side === 'ws' ? 2 : 0);
    }),
  );
});

test('who begins to look is told of the handshake, of what is wrong with the line, and of what begins from then on', () => {
  const { clock, log, carry, events, missing } = tapped('ws');
  const { listener } = log;
  log.listener = undefined;
  const question = 'GET /stream HTTP/1.1\r\n\r\n';
  const answer = 'HTTP/1.1 101 OK\r\n\r\n';
  carry('up', question, 5)();
  clock.now = 5;
  const answered = carry('down', answer, 5);
  clock.now = 10;
  answered();
  const frame = Buffer.from([0x81, 2, 0x68, 0x69]);
  for (let i = 0; i < 100; i++) carry('down', frame)();
  const begun = carry('down', frame.subarray(0, 1));
  log.damaged('stall');
  log.listener = listener;
  begun();
  carry('down', frame.subarray(1))();
  carry('down', frame)();
  assert.deepEqual(raw(log.past), [question, answer]);
  assert.deepEqual(
    log.past.map((event) => [
      event.what,
      event.what === 'sent' ? event.message.sent : 'at' in event && event.at,
    ]),
    [
      ['sent', 0],
      ['received', 0],
      ['sent', 5],
      ['received', 10],
      ['damage', 10],
    ],
  );
  assert.deepEqual(raw(events), [frame.toString('latin1')]);
  assert.equal(missing.count, 0);
  log.damaged('none');
  assert.deepEqual(raw(log.past), [question, answer]);
  assert.equal(
    log.past.some(({ what }) => what === 'damage'),
    false,
  );
});
