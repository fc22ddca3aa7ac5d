import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { Bytes, Meter } from '../../protocol/instruments/bytes.ts';
import { type Client, serve } from '../testing/serve.ts';
import { EmulatedSocket } from './emulated-socket.ts';

/** A instruments that has put `tab` on a line with this added round trip, in ms. */
async function onLine(server: Awaited<ReturnType<typeof serve>>, tab: string, rtt: number) {
  const instruments = server.connect('/instruments');
  await instruments.opened;
  instruments.send({ type: 'line', tab, rtt });
  await instruments.nextOf('line');
  return instruments;
}

/** Resolves once the instruments reports what is expected; fails by the test's own time limit. */
async function metered(
  instruments: Client,
  side: 'http' | 'ws',
  expected: Pick<Meter, 'read' | 'written' | 'connections'>,
): Promise<void> {
  for (;;) {
    const bytes = (await instruments.nextOf('bytes')) as unknown as Bytes;
    if (bytes[side].written >= expected.written && bytes[side].read >= expected.read) {
      const { read, written, connections, open, ...parts } = bytes[side];
      assert.deepEqual({ read, written, connections }, expected);
      assert.ok(open <= connections, 'those open are among them');
      const sum = Object.values(parts).reduce((sum, size) => sum + size, 0);
      assert.equal(sum, read + written, 'each byte was for something');
      return;
    }
  }
}

/** A raw TCP client that counts for itself. */
function caller(t: TestContext, port: number) {
  const socket: Socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  // A server that stops may tear the connection.
  socket.on('error', () => {});
  return {
    socket,
    /** Sends one request and waits for its whole answer. */
    async ask(path: string): Promise<{ sent: number; received: number; text: string }> {
      const request = `GET ${path} HTTP/1.1\r\nHost: test\r\nUser-Agent: Mozilla/5.0\r\n\r\n`;
      socket.write(request);
      let text = '';
      for (;;) {
        const [chunk] = (await once(socket, 'data')) as [Buffer];
        text += chunk.toString('latin1');
        const [, length] = /content-length: (\d+)/i.exec(text) ?? [];
        const head = text.indexOf('\r\n\r\n');
        if (head >= 0 && text.length === head + 4 + Number(length)) {
          return { sent: request.length, received: text.length, text };
        }
      }
    },
  };
}

test('counts each side and each tab to the byte, also over one shared connection', async (t) => {
  const server = await serve(t);
  const [a, b] = [await onLine(server, 'a', 0), await onLine(server, 'b', 20)];
  const { ask } = caller(t, server.port);
  await ask('/health');
  const one = await ask('/price?tab=a');
  await ask('/price');
  const two = await ask('/price?symbol=BOLO&tab=b');
  const three = await ask('/price?tab=a&symbol=ZEPH');
  await ask('/health');
  await metered(a, 'http', {
    read: one.sent + three.sent,
    written: one.received + three.received,
    connections: 1,
  });
  await metered(b, 'http', { read: two.sent, written: two.received, connections: 1 });
});

test('counts handshake and frames of the WebSocket', async (t) => {
  const server = await serve(t);
  const instruments = await onLine(server, 'a', 0);
  const socket = connect(server.port, '127.0.0.1');
  t.after(() => socket.destroy());
  let received = 0;
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length;
    text += chunk.toString('latin1');
  });
  const handshake =
    'GET /stream?tab=a HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
  socket.write(handshake);
  while (!text.includes('"seq":1,')) await once(socket, 'data');
  for (let i = 0; i < 5; i++) server.feed.step();
  while (!text.includes('"seq":6,')) await once(socket, 'data');
  await metered(instruments, 'ws', { read: handshake.length, written: received, connections: 1 });
});

test('a packet that is sent again is counted once, and both sides wait for theirs', async (t) => {
  const server = await serve(t);
  const instruments = server.connect('/instruments');
  await instruments.opened;
  instruments.send({ type: 'line', tab: 'a', rtt: 0, loss: 10 });
  assert.equal((await instruments.nextOf('line'))['loss'], 10);
  const { ask } = caller(t, server.port);
  const total = { read: 0, written: 0, connections: 1 };
  const started = performance.now();
  for (let asked = 0; asked < 10; asked++) {
    const { sent, received } = await ask('/price?tab=a');
    total.read += sent;
    total.written += received;
  }
  // The tenth question, and the tenth answer.
  assert.ok(performance.now() - started >= 400);
  await metered(instruments, 'http', total);
  const stream = server.connect('/stream?tab=a');
  const opened = performance.now();
  for (let told = 0; told < 9; told++) {
    await stream.nextOf('tick');
    server.feed.step();
  }
  // The handshake was the first packet, and the ninth price the tenth.
  assert.ok(performance.now() - opened >= 200);
});

test('an answer takes the added round trip, half of it before the price is read', async (t) => {
  const server = await serve(t);
  await onLine(server, 'a', 300);
  const { ask } = caller(t, server.port);
  const started = performance.now();
  const answer = ask('/price?tab=a');
  // A later question without a line is answered; ours is still on its way and finds this step.
  await fetch(`${server.url}/health`);
  server.feed.step();
  const { text } = await answer;
  assert.ok(performance.now() - started >= 300);
  assert.match(text, /"seq":2/);
});

test('a step after the question has arrived does not reach its answer', async (t) => {
  const server = await serve(t);
  await onLine(server, 'a', 400);
  const { ask } = caller(t, server.port);
  const answer = ask('/price?tab=a');
  await once(server.app.server, 'request');
  await new Promise((resolve) => setImmediate(resolve));
  server.feed.step();
  assert.match((await answer).text, /"seq":1,/);
});

test('the handshake and each frame are late, in order', async (t) => {
  const server = await serve(t);
  await onLine(server, 'a', 100);
  const started = performance.now();
  const client = server.connect('/stream?tab=a');
  await client.opened;
  assert.ok(performance.now() - started >= 100, 'handshake');
  await client.next();
  const sent = performance.now();
  for (let i = 0; i < 20; i++) server.feed.step();
  for (let seq = 2; seq <= 21; seq++) assert.equal((await client.next())['seq'], seq);
  assert.ok(performance.now() - sent >= 50, 'frames');
});

test('a close frame on a slow line still arrives, with its code', async (t) => {
  const server = await serve(t);
  await onLine(server, 'a', 200);
  const client = server.connect('/stream?tab=a');
  await client.next();
  client.socket.send(Buffer.from([1]));
  assert.equal((await client.closed).code, 1003);
});

test('a refused handshake on a slow line still says why', async (t) => {
  const server = await serve(t);
  await onLine(server, 'a', 200);
  await assert.rejects(server.connect('/stream?tab=a&symbol=NOPE').opened, /: 400/);
});

test('a stalled line takes only so much: then the sender has to wait', async (t) => {
  const raw = new Socket();
  t.after(() => raw.destroy());
  const connection = new EmulatedSocket(raw, raw, () => undefined);
  connection.on('error', () => {});
  connection.stall();
  connection.resume();
  raw.emit('data', Buffer.alloc(64 * 1024));
  assert.equal(raw.isPaused(), false);
  raw.emit('data', Buffer.alloc(1));
  assert.equal(raw.isPaused(), true);

  assert.equal(connection.writableLength, 0);
  connection.write(Buffer.alloc(64 * 1024));
  assert.equal(connection.writableLength, 0, 'taken');
  connection.write(Buffer.alloc(1000));
  connection.write(Buffer.alloc(1000));
  assert.equal(connection.writableLength, 2000, 'held back');
});

test('stopping does not wait for slow lines', async (t) => {
  const server = await serve(t);
  await onLine(server, 'a', 4000);
  const client = server.connect('/stream?tab=a');
  const started = performance.now();
  await server.app.close();
  await client.opened.catch(() => {});
  assert.ok(performance.now() - started < 4000);
});

test('stopping does not wait for questions and handshakes that are still on a slow line', async (t) => {
  const server = await serve(t);
  await onLine(server, 'a', 4000);
  const { socket } = caller(t, server.port);
  socket.write('GET /price?tab=a HTTP/1.1\r\nHost: test\r\n\r\n');
  const client = server.connect('/stream?tab=a');
  client.opened.catch(() => {});
  // Both have arrived at the server once a plain answer has come after them.
  await fetch(`${server.url}/health`);
  await server.app.close();
});

test('bad line settings are refused with what is allowed', async (t) => {
  const server = await serve(t);
  const instruments = server.connect('/instruments');
  await instruments.nextOf('truth');
  for (const message of [
    { type: 'line', tab: 'a', rtt: 4001 },
    { type: 'line', tab: 'a b', rtt: 0 },
    { type: 'line', tab: 'a', rtt: '200' },
    { type: 'line', tab: 'a', rtt: 0, loss: 2 },
    { type: 'line', tab: 'a', rtt: 0, loss: '10' },
  ]) {
    instruments.send(message);
    assert.match(String((await instruments.next())['message']), /0 to 4000/);
  }
});

test('a request line that never ends gets a 408 on a kept-alive connection too', async (t) => {
  const server = await serve(t);
  // So that nobody has to wait for it here.
  server.app.server.headersTimeout = 1;
  const { socket, ask } = caller(t, server.port);
  await ask('/price');
  socket.write('GET /pri');
  assert.match(String(await once(socket, 'data')), /^HTTP\/1\.1 408 /);
});

/** The next counts of a run that are as expected; earlier runs' never come once it has begun. */
async function countsOf(instruments: Client, run: number, is: (bytes: Bytes) => boolean) {
  for (;;) {
    const bytes = (await instruments.nextOf('bytes')) as unknown as Bytes;
    assert.equal(bytes.run, run);
    if (is(bytes)) return bytes;
  }
}

test('a new run counts nothing of before: an open WebSocket goes on, a kept-alive connection once it is used', async (t) => {
  const server = await serve(t);
  const instruments = await onLine(server, 'a', 0);
  const begin = (run: number, keepStream: boolean) =>
    instruments.send({ type: 'line', tab: 'a', rtt: 0, run, keepStream });
  begin(1, false);
  await instruments.nextOf('line');
  const { ask } = caller(t, server.port);
  const one = await ask('/price?tab=a');
  const stream = server.connect('/stream?tab=a');
  await stream.next();
  // What was counted before the first number belongs to it.
  await countsOf(instruments, 1, ({ http, ws }) => http.written === one.received && ws.written > 0);

  begin(2, true);
  await instruments.nextOf('line');
  const zero = await countsOf(instruments, 2, () => true);
  assert.deepEqual([zero.http.read, zero.http.written, zero.http.connections], [0, 0, 0]);
  assert.deepEqual([zero.ws.read, zero.ws.written, zero.ws.connections], [0, 0, 1]);
  server.feed.step();
  const tick = JSON.stringify(await stream.next());
  const two = await ask('/price?tab=a');
  const grown = await countsOf(instruments, 2, ({ http, ws }) => http.read > 0 && ws.written > 0);
  assert.deepEqual(
    { read: grown.http.read, written: grown.http.written, connections: grown.http.connections },
    { read: two.sent, written: two.received, connections: 1 },
  );
  assert.equal(grown.ws.written, 2 + tick.length, 'one frame, and no handshake');
  assert.deepEqual([grown.ws.handshake, grown.ws.framing, grown.ws.connections], [0, 2, 1]);

  // The same number again begins nothing.
  begin(2, false);
  server.feed.step();
  const { length } = JSON.stringify(await stream.next());
  await countsOf(instruments, 2, ({ ws }) => ws.written === grown.ws.written + 2 + length);

  begin(3, false);
  await instruments.nextOf('line');
  server.feed.step();
  await stream.next();
  const three = await ask('/price?tab=a');
  const last = await countsOf(instruments, 3, ({ http }) => http.written === three.received);
  assert.deepEqual([last.ws.written, last.ws.connections], [0, 0], 'it stays with the run before');
});

test('a question that is under way stays with the run in which it began', async (t) => {
  const server = await serve(t);
  const instruments = await onLine(server, 'a', 0);
  instruments.send({ type: 'line', tab: 'a', rtt: 0, run: 1 });
  await instruments.nextOf('line');
  const { ask } = caller(t, server.port);
  const held = ask('/price?tab=a&after=1&wait=25');
  await countsOf(instruments, 1, ({ http }) => http.read > 0);
  instruments.send({ type: 'line', tab: 'a', rtt: 0, run: 2 });
  await instruments.nextOf('line');
  server.feed.step();
  await held;
  const next = await ask('/price?tab=a');
  const { http } = await countsOf(instruments, 2, ({ http }) => http.read > 0);
  assert.deepEqual(
    { read: http.read, written: http.written, connections: http.connections },
    { read: next.sent, written: next.received, connections: 1 },
  );
});
