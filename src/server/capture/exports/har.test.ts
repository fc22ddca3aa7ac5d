import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textFrame } from '../../../protocol/websocket-frame.ts';
import { masked } from '../../testing/raw.ts';
import { har } from './har.ts';
import type { RecordedMessage } from './recording.ts';
import { readHar } from './testing/har-schema.ts';
import { message, recording } from './testing/recordings.ts';

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"seq":1}';

let lastId = 0;
const up = (kind: RecordedMessage['kind'], sent: number, bytes: string | Uint8Array, more = {}) =>
  message({ id: ++lastId, kind, direction: 'up', sent, received: sent + 100, ...more }, bytes);
const down = (kind: RecordedMessage['kind'], sent: number, bytes: string | Uint8Array, more = {}) =>
  message({ id: ++lastId, kind, direction: 'down', sent, received: sent + 100, ...more }, bytes);

const archive = (messages: RecordedMessage[], given = {}) =>
  readHar(har(recording(messages, given)));

test('a question and its answer, with where the time went', () => {
  const head =
    'GET /price?symbol=ACME&tab=a HTTP/1.1\r\nHost: x:3000\r\nCookie: a=1; b=2=3\r\n\r\n';
  const { entries } = archive([up('request', 1_000, head), down('answer', 1_150, ANSWER)]);
  const [entry] = entries;
  assert.equal(entries.length, 1);
  assert.deepEqual(entry?.timings, { send: 100, wait: 50, receive: 100 });
  assert.equal(entry?.time, 250);
  assert.equal(entry?.startedDateTime, '1970-01-01T00:00:01.000Z');
  const { request, response } = entry;
  assert.equal(request.method, 'GET');
  assert.equal(request.url, 'http://x:3000/price?symbol=ACME&tab=a');
  assert.deepEqual(request.queryString, [
    { name: 'symbol', value: 'ACME' },
    { name: 'tab', value: 'a' },
  ]);
  assert.deepEqual(request.cookies, [
    { name: 'a', value: '1' },
    { name: 'b', value: '2=3' },
  ]);
  assert.equal(request.headersSize, head.length);
  assert.deepEqual([response.status, response.statusText], [200, 'OK']);
  assert.deepEqual(response.content, { size: 9, mimeType: 'application/json', text: '{"seq":1}' });
  assert.equal(response.headersSize + response.bodySize, ANSWER.length);
});

test('answers belong to the questions of their connection, in order', () => {
  const get = (n: number) => `GET /${n} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const answer = (n: number) => `HTTP/1.1 200 OK\r\n\r\n${n}`;
  const { entries, comment } = archive([
    down('answer', 0, answer(0)),
    up('request', 1, get(1)),
    up('request', 2, get(2)),
    up('request', 3, get(3), { connection: 2 }),
    down('answer', 4, answer(3), { connection: 2 }),
    down('answer', 5, 'HTTP/1.1 100 Continue\r\n\r\n'),
    down('answer', 6, answer(1)),
    down('answer', 7, answer(2)),
    down('unreadable', 8, '?'),
  ]);
  const pairs = entries.map(({ request, response }) => [request.url, response.content.text]);
  assert.deepEqual(
    pairs,
    [1, 2, 3].map((n) => [`http://x/${n}`, `${n}`]),
  );
  assert.match(comment ?? '', /without a request in this file, so not in it either: 2\./);
});

test('a question without an answer says so, and has waited until now', () => {
  const head = 'POST /note HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
  const { entries } = archive([up('request', 500, head), up('chunk', 510, '2\r\n{}\r\n')]);
  const [entry] = entries;
  assert.equal(entry?.response.status, 0);
  assert.equal(entry?.request.postData?.text, '{}');
  assert.deepEqual(entry?.timings, { send: 100, wait: 1_400, receive: 0 });
  assert.equal(entry?.comment, 'No answer had been sent by 1970-01-01T00:00:02.000Z.');
});

test('an event stream’s events, in whatever pieces they came', () => {
  const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
  const { entries } = archive([
    up('request', 0, 'GET /events HTTP/1.1\r\nHost: x\r\n\r\n'),
    down('answer', 1, 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n'),
    down('chunk', 2, chunk('retry: 1000\n')),
    down('chunk', 3, chunk('id: 7\nda')),
    down('chunk', 4, chunk('ta: 1\ndata: 2\n\nevent: end\ndata: ü\n\n')),
    down('chunk', 5, chunk(':\n\n')),
  ]);
  const [entry] = entries;
  assert.equal(entry?._resourceType, 'eventsource');
  assert.deepEqual(entry?._eventSourceMessages, [
    { time: 0.004, eventName: 'message', eventId: '7', data: '1\n2' },
    { time: 0.004, eventName: 'end', eventId: '7', data: 'ü' },
  ]);
  assert.equal(entry?.timings.receive, 104);
});

test('a WebSocket’s frames, without their masks', () => {
  const ws = { side: 'ws' };
  const { entries } = archive(
    [
      up('request', 0, 'GET /stream HTTP/1.1\r\nHost: x\r\n\r\n', {
        ...ws,
        size: { handshake: 33, headers: 0, framing: 0, body: 0 },
      }),
      down('answer', 1, 'HTTP/1.1 101 Switching Protocols\r\n\r\n', ws),
      up('frame', 2, masked(textFrame('hello')), ws),
      down('frame', 3, textFrame('olleh'), ws),
      down('frame', 4, Uint8Array.of(0x82, 2, 0, 255), { ...ws, received: undefined, lost: 50 }),
      down('frame', 5, textFrame('x'.repeat(200)).subarray(0, 50), ws),
    ],
    { secure: true },
  );
  const [entry] = entries;
  assert.equal(entry?.request.url, 'wss://x/stream');
  assert.deepEqual(entry?._webSocketMessages, [
    { type: 'send', time: 0.002, opcode: 1, data: 'hello', _arrived: 0.102 },
    { type: 'receive', time: 0.003, opcode: 1, data: 'olleh', _arrived: 0.103 },
    { type: 'receive', time: 0.004, opcode: 2, data: 'AP8=', _lost: true },
    {
      type: 'receive',
      time: 0.005,
      opcode: -1,
      data: '',
      _arrived: 0.105,
      comment: 'Too long to be kept whole.',
    },
  ]);
});

test('nonsense on a line makes no nonsense of a file', () => {
  const { entries } = archive([
    up('request', 0, 'GET //[ HTTP/1.1\r\nHost: <b>"\r\nx\r\n: y\r\n\r\n'),
    down('answer', 1, 'HTTP/1.1 \r\n\r\n'),
    down('chunk', 2, '\r\n'),
    down('frame', 3, ''),
    up('request', 4, ''),
  ]);
  assert.equal(entries.length, 2);
});
