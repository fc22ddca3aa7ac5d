/** What a page that looks is told of the frames on its tab's HTTP/2 connection. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { LineMessage } from '../../../protocol/instruments/messages.ts';
import type { Direction } from '../../../protocol/tab.ts';
import { textFrame } from '../../../protocol/websocket-frame.ts';
import { framesOf, type Http2Client, PREFACE, serveHttp2, websocket } from '../../testing/http2.ts';
import { masked } from '../../testing/raw.ts';
import { Told } from '../../testing/told.ts';

const bytesOf = ({ raw }: LineMessage) => Buffer.from(raw, 'base64');

/** A frame as it was sent, without what has been cut off. */
const sizeOf = ({ size }: LineMessage) => size.handshake + size.headers + size.framing + size.body;

/** The frames that the client has seen, the preface first. */
const framesSeen = ({ recorder }: Http2Client) => {
  const sent = Buffer.concat(recorder.sent);
  return {
    up: [sent.subarray(0, PREFACE), ...framesOf(sent.subarray(PREFACE)).map(({ bytes }) => bytes)],
    down: framesOf(Buffer.concat(recorder.received)).map(({ bytes }) => bytes),
  };
};

async function watched(t: TestContext, line: object = {}) {
  const server = await serveHttp2(t, { messages: true, ...line });
  /** As `set`, but drops nothing that the page is told before the answer. */
  const change = (wish: object) =>
    server.instruments.send({
      type: 'line',
      tab: 'a',
      rtt: 0,
      http2: true,
      messages: true,
      ...wish,
    });
  return { ...server, change, told: new Told(server.instruments) };
}

/** What a HEADERS frame says, as an object. */
const headersOf = (message: LineMessage | undefined) =>
  Object.fromEntries((message?.http2?.headers ?? []).map(({ name, value }) => [name, value]));

/** Lets whatever the client has sent so far be read. */
const answered = ({ session }: Http2Client) =>
  new Promise<void>((resolve) => session.ping(() => resolve()));

test('every frame is told, byte by byte, with its headers and whose it is', async (t) => {
  const { client, feed, told } = await watched(t);
  const odd = '~ !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}0189AZaz';
  const asked = { ':path': '/price?tab=a', 'x-odd': odd };
  const price = await client.ask(asked);
  await price.untilEnd();
  await (await client.ask(asked)).untilEnd();
  const events = await client.ask({ ':path': '/events?tab=a' });
  const socket = await client.ask(websocket());
  await socket.until(/"seq":1,/);
  feed.step();
  await Promise.all([events.until(/"seq":2,/), socket.until(/"seq":2,/)]);
  const note = masked(textFrame('{"type":"note","id":8,"text":"in two pieces"}'));
  socket.stream.write(note.subarray(0, 20));
  await answered(client);
  socket.stream.write(note.subarray(20));
  await socket.until(/"id":8,/);

  const seen = framesSeen(client);
  await told.until(() => told.ends.size >= seen.up.length + seen.down.length);
  for (const direction of ['up', 'down'] as const) {
    assert.deepEqual(
      told.of(direction).map((message) => bytesOf(message).toString('hex')),
      seen[direction].map((bytes) => bytes.toString('hex')),
    );
  }
  for (const message of told.messages) {
    assert.equal(sizeOf(message), bytesOf(message).length);
    assert.equal(told.ends.get(message.id)?.what, 'received');
  }
  const { stream: webSocket } = socket;
  const whose = (message: LineMessage) => {
    const stream = bytesOf(message).subarray(0, 3).equals(Buffer.from('PRI'))
      ? 0
      : bytesOf(message).readUInt32BE(5);
    return stream === 0 ? 'shared' : stream === webSocket.id ? 'ws' : 'http';
  };
  for (const message of told.messages) assert.equal(message.side, whose(message));

  const [first, again] = told.of('up').filter(({ http2 }) => http2?.headers);
  assert.deepEqual(headersOf(first), {
    ':method': 'GET',
    ':authority': `localhost:${client.tcp.remotePort}`,
    ':scheme': 'https',
    ...asked,
  });
  assert.ok(again?.http2?.headers?.every(({ form }) => form !== 'added'));
  const [answer] = told.of('down').filter(({ http2 }) => http2?.headers);
  const expected = Object.entries(price.headers).map(([name, value]) => [name, String(value)]);
  assert.deepEqual(headersOf(answer), Object.fromEntries(expected));

  const data = (direction: Direction, side: string) =>
    told.of(direction).flatMap((message) => (message.side === side && message.http2?.data) || []);
  assert.deepEqual(data('up', 'ws'), ['frames', 'rest']);
  assert.deepEqual(data('down', 'ws'), ['frames', 'frames', 'frames']);
  assert.deepEqual(new Set(data('down', 'http')), new Set(['events']));
});

test('while nobody looks only the WebSocket’s handshake is kept', async (t) => {
  const { client, change, told } = await watched(t, { messages: false });
  await (await client.ask({ ':path': '/price?tab=a' })).untilEnd();
  const socket = await client.ask(websocket());
  await socket.until(/"seq":1,/);
  change({});
  await told.until(() => told.ends.size === 2);
  const [request, answer, ...others] = told.messages;
  assert.deepEqual(others, []);
  assert.equal(headersOf(request)[':protocol'], 'websocket');
  assert.equal(headersOf(answer)[':status'], '200');
  await (await client.ask({ ':path': '/price?tab=a' })).untilEnd();
  await told.until(() => told.ends.size > 4);
  assert.equal(
    headersOf(told.messages[2])[':path'],
    '/price?tab=a',
    'though it refers to the first',
  );
});

test('a request on a stalled line has its headers and its side, and is lost when the line is cut', async (t) => {
  const { client, change, told } = await watched(t);
  await (await client.ask({ ':path': '/price?tab=a' })).untilEnd();
  change({ damage: 'stall' });
  await told.until(() => told.stalled);
  client.session.request(websocket(), { endStream: false }).on('error', () => {});
  await told.until(() => told.messages.some(({ side }) => side === 'ws'));
  const request = told.messages.find(({ side }) => side === 'ws');
  assert.equal(headersOf(request)[':path'], '/stream?tab=a');
  assert.equal(told.ends.get(request?.id ?? 0), undefined);
  change({ damage: 'cut' });
  await told.until(() => told.closed);
  assert.equal(told.ends.get(request?.id ?? 0)?.what, 'lost');
});
