/** Lost packets over HTTP/2, on a line whose clock stands in the test's hand. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { LineMessage } from '../../../protocol/instruments/messages.ts';
import type { Direction } from '../../../protocol/tab.ts';
import { textFrame } from '../../../protocol/websocket-frame.ts';
import { counted, serveHttp2, websocket } from '../../testing/http2.ts';
import { masked } from '../../testing/raw.ts';
import { Told } from '../../testing/told.ts';

/** One packet in so many is lost, of each direction. */
const LOSS = 10;

const PRICE = { ':path': '/price?tab=a' };
const EVENTS = { ':path': '/events?tab=a' };

type IsFrame = (frame: Buffer) => boolean;

/** The last frame of a question or an answer has END_STREAM among its flags (RFC 9113 §4.1). */
const isLast: IsFrame = (frame) => frame.readUInt8(4) % 2 === 1;
const says =
  (text: string): IsFrame =>
  (frame) =>
    frame.includes(text);
const any: IsFrame = () => true;

/** A WebSocket over HTTP/2, on a line without delay that loses packets from now on. */
async function lossy(t: TestContext) {
  const { client, feed, instruments, set } = await serveHttp2(t, { messages: true });
  const socket = await client.ask(websocket());
  await socket.until(/"seq":1,/);
  const ping = () => new Promise<void>((resolve) => client.session.ping(() => resolve()));
  // All that began the connection has passed.
  await ping();
  let now = performance.now();
  const clock = t.mock.method(performance, 'now', () => now);
  await set({ loss: LOSS, messages: true });
  const told = new Told(instruments);
  let began = 0;

  /** What has been sent since all of the first packets have passed. */
  const since = (direction: Direction) =>
    told.messages.filter((message) => message.direction === direction && message.sent >= began);
  return {
    client,
    feed,
    socket,
    ping,
    pass(ms: number) {
      now += ms;
    },
    /** Sends all but one of so many packets: of a direction that they go, the next is lost. */
    async allButOne(packet: (number: number) => Promise<unknown>) {
      for (let number = 1; number < LOSS; number++) await packet(number);
      now += 1_000;
      began = feed.now();
    },
    /** Waits until a side has sent such a frame. */
    sent: (direction: Direction, wanted: LineMessage['side'], is: IsFrame) =>
      told.until(() =>
        since(direction).some(({ side, raw }) => side === wanted && is(Buffer.from(raw, 'base64'))),
      ),
    /** Whose frames took how many ms, once all have arrived. */
    async took(direction: Direction) {
      await told.until(() => told.messages.every(({ id }) => told.ends.has(id)));
      const times = since(direction).map(({ id, side, sent }) => {
        const end = told.ends.get(id);
        return end?.what === 'received' ? `${side} ${Math.round(end.at - sent)}` : 'lost for good';
      });
      return [...new Set(times)].sort();
    },
    /** Once time goes on by itself, all bytes have been counted, each once. */
    async counted() {
      clock.mock.restore();
      // They are told at once.
      await set({});
      await counted(instruments, client, [socket.stream.id ?? 0]);
    },
  };
}

test('while a WebSocket’s packet is sent again, answers and events wait behind it', async (t) => {
  const { client, feed, socket, ...line } = await lossy(t);
  await line.allButOne((number) => {
    feed.step();
    return socket.until(new RegExp(`"seq":${number + 1},`));
  });
  feed.step();
  await line.sent('down', 'ws', any);
  line.pass(50);
  const asked = [client.ask(PRICE), client.ask(EVENTS)];
  await line.sent('down', 'http', isLast);
  await line.sent('down', 'http', says('data: {'));
  line.pass(150);
  const [price, events] = await Promise.all(asked);
  assert.match((await price?.untilEnd()) ?? '', /"seq":11,/);
  await Promise.all([events?.until(/"seq":11,/), socket.until(/"seq":11,/)]);
  assert.deepEqual(await line.took('down'), ['http 150', 'ws 200']);
  await line.counted();
});

test('while an answer’s packet is sent again, the WebSocket waits behind it', async (t) => {
  const { client, feed, socket, ...line } = await lossy(t);
  await line.allButOne((number) => {
    feed.step();
    return socket.until(new RegExp(`"seq":${number + 1},`));
  });
  const asked = client.ask(PRICE);
  await line.sent('down', 'http', isLast);
  line.pass(50);
  feed.step();
  await line.sent('down', 'ws', any);
  line.pass(150);
  assert.match(await (await asked).untilEnd(), /"seq":10,/);
  await socket.until(/"seq":11,/);
  assert.deepEqual(await line.took('down'), ['http 200', 'ws 150']);
  await line.counted();
});

test('a lost question holds up what the WebSocket says, and the way back may lose one, too', async (t) => {
  const { client, socket, ping, ...line } = await lossy(t);
  await line.allButOne(ping);
  const asked = client.ask(PRICE);
  await line.sent('up', 'http', isLast);
  line.pass(50);
  socket.stream.write(masked(textFrame('{"type":"note","id":8,"text":"behind it"}')));
  await line.sent('up', 'ws', any);
  line.pass(150);
  // Both have arrived, and the first packet that comes of them is lost as well.
  await line.sent('down', 'http', isLast);
  await line.sent('down', 'ws', any);
  line.pass(200);
  assert.match(await (await asked).untilEnd(), /"seq":1,/);
  await socket.until(/"id":8,/);
  assert.deepEqual(await line.took('up'), ['http 200', 'ws 150']);
  assert.deepEqual(await line.took('down'), ['http 200', 'ws 200']);
  await line.counted();
});
