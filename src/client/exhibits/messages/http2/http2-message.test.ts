import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHttp2Frame } from '../../../../protocol/http2-frame.ts';
import type { CompressedHeader, LineMessage } from '../../../../protocol/instruments/messages.ts';
import { textFrame } from '../../../../protocol/websocket-frame.ts';
import { readMessage } from '../message.ts';
import { fieldsOf, meaningOf } from './http2-fields.ts';

function frame(type: number, flags: number, stream: number, payload: Uint8Array | string): Buffer {
  const content = Buffer.from(payload);
  const header = Buffer.alloc(9);
  header.writeUIntBE(content.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, content]);
}

const headers = (pairs: Record<string, string>): CompressedHeader[] =>
  Object.entries(pairs).map(([name, value]) => ({ name, value, length: 1, form: 'indexed' }));

const read = (bytes: Buffer, given: Partial<LineMessage>) =>
  readMessage({
    id: 1,
    side: 'http',
    connection: 2,
    direction: 'down',
    kind: 'http2',
    sent: 0,
    transit: 0,
    size: { handshake: 0, headers: 0, framing: bytes.length, body: 0 },
    raw: bytes.toString('base64'),
    ...given,
  });

/** What a frame is called, how it came about, and what it begins or ends. */
const seen = (...given: Parameters<typeof read>) => {
  const { label, manner, turn, opens } = read(...given);
  return [label, manner, turn, opens];
};

test('a question and its answer', () => {
  const question = {
    direction: 'up',
    http2: { headers: headers({ ':method': 'GET', ':path': '/price?tab=a' }) },
  } as const;
  assert.deepEqual(seen(frame(1, 5, 5, 'x'), question), [
    'HEADERS #5 GET /price',
    'request',
    'asked',
    undefined,
  ]);
  const answer = { http2: { headers: headers({ ':status': '200' }) } };
  assert.deepEqual(seen(frame(1, 4, 5, 'x'), answer), [
    'HEADERS #5 200',
    'answer',
    'answered',
    undefined,
  ]);
  const { label, brief, manner, seq, exchange } = read(
    frame(0, 1, 5, '{"seq":7,"price":101.5}'),
    {},
  );
  assert.equal(brief, '$101.50');
  assert.deepEqual([label, manner, seq, exchange], ['DATA #5 $101.50', 'answer', 7, 'shared 2 5']);
  assert.deepEqual(seen(frame(0, 1, 5, ''), {}), [
    'DATA #5 end of stream',
    'answer',
    'ended',
    undefined,
  ]);
});

test('an event stream, and a note that is padded', () => {
  const stream = {
    http2: { headers: headers({ ':status': '200', 'content-type': 'text/event-stream' }) },
  };
  assert.deepEqual(seen(frame(1, 4, 7, 'x'), stream), [
    'HEADERS #7 200 event stream',
    'answer',
    'answered',
    'stream',
  ]);
  const event = { http2: { data: 'events' } } as const;
  assert.deepEqual(seen(frame(0, 0, 7, 'id: 1\ndata: {"seq":1,"price":2}\n\n'), event), [
    'DATA #7 $2.00',
    'push',
    undefined,
    undefined,
  ]);
  assert.equal(read(frame(0, 0, 7, ':\n\n'), event).heartbeat, true);
  const note = read(frame(0, 9, 9, '\x02{"id":3,"text":"hi"}\0\0'), { direction: 'up' });
  assert.deepEqual([note.label, note.note, note.manner], ['DATA #9 “hi”', 3, 'request']);
});

test('a WebSocket: two frames in one DATA, a goodbye, and what is not all there', () => {
  const ws = { side: 'ws', http2: { data: 'frames' } } as const;
  const open = { side: 'ws', http2: { headers: headers({ ':status': '200' }) } } as const;
  assert.deepEqual(seen(frame(1, 4, 3, 'x'), open), [
    'HEADERS #3 200',
    'answer',
    'answered',
    'line',
  ]);
  const [ping, price] = ['{"type":"ping","id":1}', '{"seq":4,"price":9}'].map(textFrame) as [
    Uint8Array,
    Uint8Array,
  ];
  const both = read(frame(0, 0, 3, Buffer.concat([ping, price])), ws);
  assert.deepEqual([both.label, both.seq, both.heartbeat], ['DATA #3 ping + $9.00', 4, false]);
  assert.equal(both.frames.length, 2);
  assert.equal(read(frame(0, 0, 3, ping), ws).heartbeat, true);
  const close = read(frame(0, 0, 3, Uint8Array.of(0x88, 2, 0x03, 0xe8)), ws);
  assert.deepEqual([close.label, close.turn, close.close], ['DATA #3 close 1000', 'ended', true]);
  assert.deepEqual(seen(frame(0, 0, 3, price.subarray(0, 8)), ws).slice(0, 1), [
    'DATA #3 long frame',
  ]);
  const rest = { side: 'ws', http2: { data: 'rest' } } as const;
  assert.equal(read(frame(0, 0, 3, price.subarray(8)), rest).label, 'DATA #3 rest of a frame');
});

test('what keeps the connection going, or ends it, in words', () => {
  const shared = (type: number, flags: number, payload: number[]) => {
    const bytes = frame(type, flags, 0, Uint8Array.from(payload));
    const whole = readHttp2Frame(bytes);
    return [read(bytes, { side: 'shared' }).label, whole && meaningOf(whole)?.join()];
  };
  assert.deepEqual(shared(4, 0, [0, 8, 0, 0, 0, 1, 0, 99, 0, 0, 1, 0]), [
    'SETTINGS',
    'ENABLE_CONNECT_PROTOCOL = 1,setting 99 = 256',
  ]);
  assert.deepEqual(shared(4, 1, []), ['SETTINGS ack', 'Nothing is set.']);
  assert.equal(shared(6, 1, [1, 2, 3, 4, 5, 6, 7, 8])[0], 'PING ack');
  assert.deepEqual(shared(8, 0, [0, 0, 1, 0]), [
    'WINDOW_UPDATE +256',
    '256 more bytes of DATA may be sent',
  ]);
  assert.equal(shared(7, 0, [0, 0, 0, 5, 0, 0, 0, 0])[0], 'GOAWAY NO_ERROR');
  assert.equal(shared(0xee, 0, [])[0], 'type 238');
  const cancel = seen(frame(3, 0, 9, Uint8Array.of(0, 0, 0, 8)), {});
  assert.deepEqual(cancel, ['RST_STREAM #9 CANCEL', 'push', 'ended', undefined]);
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  assert.equal(read(preface, { side: 'shared', direction: 'up' }).label, 'HTTP/2 begins');
});

test('frames that are cut off, or say nothing, break nothing', () => {
  for (const type of [0, 1, 3, 4, 6, 7, 8, 9, 0x10]) {
    const bytes = frame(type, 0x29, 1, '\xff');
    for (let end = 0; end <= bytes.length; end++) {
      const cut = bytes.subarray(0, end);
      assert.ok(read(cut, { http2: {} }).label.length > 0);
      const whole = readHttp2Frame(cut);
      if (whole) assert.ok(fieldsOf(whole).length > 0 && meaningOf(whole)?.length !== 0);
    }
  }
});
