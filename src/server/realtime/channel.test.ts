/** One suite over every kind of subscriber, each on a real HTTP server over a connection in memory. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Duplex } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { get, handshake } from '../testing/raw.ts';
import { HIGH_WATER_MARK, SLOW_TIMEOUT } from './backpressure.ts';
import { Channel } from './channel.ts';
import {
  EventStreamSubscriber,
  jsonFrame,
  type Subscriber,
  WebSocketSubscriber,
} from './subscribers.ts';

interface Message {
  n: number;
  padding: string;
}

const message = (n: number): Message => ({ n, padding: '.'.repeat(1_000) });
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

/** A connection whose client reads until the test stops it. */
class Connection extends Duplex {
  received = '';
  #stopped = false;
  #goOn: (() => void) | undefined;

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.received += bytes.toString('latin1');
    if (this.#stopped) this.#goOn = done;
    else done();
  }

  stopReading(): void {
    this.#stopped = true;
  }

  readAgain(): void {
    this.#stopped = false;
    this.#goOn?.();
  }

  /** The numbers of the messages that the client has been sent, once there are so many. */
  async messages(count: number): Promise<number[]> {
    for (;;) {
      const all = [...this.received.matchAll(/\{"n":(\d+)/g)].map(([, n]) => Number(n));
      if (all.length >= count) return all;
      await setImmediate();
    }
  }
}

/** A new connection on which an HTTP server gets these bytes. */
function open(t: TestContext, request: string) {
  const server = createServer();
  const connection = new Connection();
  t.after(() => connection.destroy());
  server.emit('connection', connection);
  connection.push(request);
  return { server, connection };
}

interface Kind {
  name: string;
  encode(message: Message): Buffer;
  connect(t: TestContext): Promise<{ subscriber: Subscriber<Message>; connection: Connection }>;
  /** Whether the server has disconnected the client. */
  isDisconnected(connection: Connection): boolean;
}

const webSocket: Kind = {
  name: 'WebSocket',
  encode: jsonFrame,
  async connect(t) {
    const { server, connection } = open(t, handshake('/'));
    const [request, socket, head] = await once(server, 'upgrade');
    const webSocket = await new Promise<WebSocket>((resolve) => {
      new WebSocketServer({ noServer: true }).handleUpgrade(request, socket, head, resolve);
    });
    return { subscriber: new WebSocketSubscriber(webSocket, connection, this.encode), connection };
  },
  isDisconnected: ({ received }) => received.includes('You are too slow'),
};

const eventStream: Kind = {
  name: 'event stream',
  encode: (message) => Buffer.from(`data: ${JSON.stringify(message)}\n\n`),
  async connect(t) {
    const { server, connection } = open(t, get('/'));
    const [, response] = await once(server, 'request');
    return { subscriber: new EventStreamSubscriber(response, this.encode), connection };
  },
  isDisconnected: ({ destroyed }) => destroyed,
};

const kinds = [webSocket, eventStream];

function newChannel(now?: () => number) {
  const health = { skipped: 0, disconnected: 0 };
  return { channel: new Channel<Message>(health, now), health };
}

for (const kind of kinds) {
  const { name } = kind;

  test(`${name}: gets every message in order, until it unsubscribes`, async (t) => {
    const { channel, health } = newChannel();
    const { subscriber, connection } = await kind.connect(t);
    const unsubscribe = channel.subscribe(subscriber);
    for (const n of numbers(100)) {
      channel.publish(message(n));
      await connection.messages(n);
    }
    unsubscribe();
    channel.publish(message(101));
    const again = channel.subscribe(subscriber);
    // Once is enough.
    unsubscribe();
    channel.publish(message(102));
    assert.deepEqual(await connection.messages(101), [...numbers(100), 102]);
    again();
    assert.deepEqual(health, { skipped: 0, disconnected: 0 });
  });

  test(`${name}: gets what it missed first, then what is published meanwhile`, async (t) => {
    const { channel, health } = newChannel();
    const { subscriber, connection } = await kind.connect(t);
    let newest = 500;
    function* missed() {
      for (let n = 1; n <= newest; n += 2) yield [message(n), message(n + 1)];
    }
    channel.subscribe(subscriber, missed());
    const publish = (even: number) => {
      newest = even;
      channel.publish(message(even - 1));
      channel.publish(message(even));
    };
    for (let even = 502; even <= 520; even += 2) {
      publish(even);
      await setImmediate();
    }
    await connection.messages(520);
    publish(522);
    assert.deepEqual(await connection.messages(522), numbers(522));
    assert.equal(health.skipped, 0);
  });

  test(`${name}: skips to the newest while it is slow, in bounded memory`, async (t) => {
    const { channel, health } = newChannel();
    const { subscriber, connection } = await kind.connect(t);
    channel.subscribe(subscriber);
    connection.stopReading();
    for (const n of numbers(1_000)) channel.publish(message(n));
    assert.ok(subscriber.stream.writableLength <= HIGH_WATER_MARK + 2_000);
    connection.readAgain();
    const fit = 1_000 - health.skipped - 1;
    assert.ok(fit > 50 && fit < 100, `${fit}`);
    assert.deepEqual(await connection.messages(fit + 1), [...numbers(fit), 1_000]);
    channel.publish(message(1_001));
    assert.equal((await connection.messages(fit + 2)).at(-1), 1_001);
  });

  test(`${name}: is disconnected if it stays slow, and not before`, async (t) => {
    let now = 0;
    const { channel, health } = newChannel(() => now);
    const { subscriber, connection } = await kind.connect(t);
    channel.subscribe(subscriber);
    connection.stopReading();
    for (const n of numbers(100)) channel.publish(message(n));
    now = SLOW_TIMEOUT;
    channel.publish(message(101));
    assert.equal(health.disconnected, 0);
    assert.ok(subscriber.isOpen());
    now += 1;
    channel.publish(message(102));
    assert.equal(health.disconnected, 1);
    connection.readAgain();
    while (!kind.isDisconnected(connection)) await setImmediate();
    assert.ok(!subscriber.isOpen());
    channel.publish(message(103));
    assert.ok((await connection.messages(0)).every((n) => n <= 102));
    assert.equal(health.disconnected, 1);
  });
}

test('a message is encoded once for each format, and not at all for nobody', async (t) => {
  const { channel } = newChannel();
  const encoded = kinds.map(({ encode }) => t.mock.fn(encode));
  const joined = kinds.flatMap((kind, i) =>
    [1, 2, 3].map(() =>
      kind.connect.call({ ...kind, encode: encoded[i] as typeof kind.encode }, t),
    ),
  );
  const all = await Promise.all(joined);
  const unsubscribes = all.map(({ subscriber }) => channel.subscribe(subscriber));
  channel.publish(message(1));
  for (const { connection } of all) assert.deepEqual(await connection.messages(1), [1]);
  for (const unsubscribe of unsubscribes) unsubscribe();
  channel.publish(message(2));
  assert.deepEqual(
    encoded.map(({ mock }) => mock.callCount()),
    [1, 1],
  );
});

test('a slow subscriber keeps no other waiting', async (t) => {
  const { channel } = newChannel();
  const [slow, other] = await Promise.all(kinds.map((kind) => kind.connect(t)));
  assert.ok(slow && other);
  for (const { subscriber } of [slow, other]) channel.subscribe(subscriber);
  slow.connection.stopReading();
  for (const n of numbers(200)) {
    channel.publish(message(n));
    await other.connection.messages(n);
  }
  assert.deepEqual(await other.connection.messages(200), numbers(200));
});
