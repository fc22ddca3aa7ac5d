import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LineMessage } from '../../../protocol/instruments/messages.ts';
import { readFrame, textFrame } from '../../../protocol/websocket-frame.ts';
import { headerOf, readMessage, sizeOf } from './message.ts';
import { fieldsOf, hex } from './xray/frame-fields.ts';

function message(kind: LineMessage['kind'], bytes: Uint8Array | string): LineMessage {
  return {
    id: 1,
    side: 'ws',
    connection: 1,
    direction: 'down',
    kind,
    sent: 0,
    transit: 0,
    size: { handshake: 0, headers: 0, framing: 2, body: 3 },
    raw: Buffer.from(bytes as Uint8Array).toString('base64'),
  };
}

const kinds = ['request', 'answer', 'chunk', 'frame', 'unreadable'] as const;

test('any bytes of any kind are read without a fault and get a name', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.uint8Array({ maxLength: 200 }), (kind, bytes) => {
      const read = readMessage(message(kind, bytes));
      assert.equal(typeof read.label, 'string');
      assert.deepEqual([...read.bytes], [...bytes]);
    }),
  );
});

for (const [kind, bytes, label] of [
  ['request', 'GET /price?tab=a HTTP/1.1\r\nHost: x\r\n\r\n', 'GET /price'],
  ['request', 'POST /note HTTP/1.1\r\n\r\n{"id":1,"text":"hi"}', 'POST /note “hi”'],
  ['answer', 'HTTP/1.1 200 OK\r\n\r\n{"seq":7,"price":101.5}', '200 $101.50'],
  ['answer', 'HTTP/1.1 204 No Content\r\n\r\n', '204 No Content'],
  ['answer', 'HTTP/1.1 400 Bad Request\r\n\r\n{"message":"no"}', '400 Bad Request'],
  ['chunk', '18\r\nid: 7\ndata: {"seq":7,"price":1}\n\n\r\n', '$1.00'],
  ['frame', textFrame('{"type":"note","id":1,"text":"hi"}'), '“hi”'],
  ['frame', textFrame('no JSON'), 'text'],
  ['frame', Uint8Array.from([0x88, 2, 3, 0xe9]), 'close 1001'],
  ['frame', Uint8Array.from([0x8a, 0]), 'pong'],
] as const) {
  test(`${kind} ${JSON.stringify(String(bytes)).slice(0, 40)} is called ${label}`, () => {
    assert.equal(readMessage(message(kind, bytes)).label, label);
  });
}

test('heartbeats are told apart, on the WebSocket and in an event stream', () => {
  for (const [kind, bytes] of [
    ['frame', textFrame('{"type":"ping","id":1}')],
    ['frame', Uint8Array.from([0x89, 0])],
    ['chunk', '3\r\n:\n\n\r\n'],
  ] as const) {
    assert.equal(readMessage(message(kind, bytes)).heartbeat, true);
  }
});

test('a header is found whatever its case, and what is missing is undefined', () => {
  const head = 'HTTP/1.1 101 OK\r\nSEC-WebSocket-Accept: abc \r\n\r\n';
  assert.equal(headerOf(head, 'sec-websocket-accept'), 'abc');
  assert.equal(headerOf(head, 'sec-websocket-key'), undefined);
  assert.equal(sizeOf(message('frame', '')), 5);
});

test('every bit of a frame’s header has a name', () => {
  for (const length of [5, 200, 70_000]) {
    const frame = readFrame(textFrame('x'.repeat(length)));
    assert.ok(frame);
    const fields = fieldsOf(frame);
    const widths = fields.map(({ bits }) => Number(/^(\d+) bits$/.exec(bits)?.[1] ?? bits.length));
    const bits = widths.reduce((sum, width) => sum + width, 0);
    assert.equal(bits, 8 * frame.headerLength);
  }
  assert.equal(hex(Uint8Array.from([0, 255])), '00 ff');
});
