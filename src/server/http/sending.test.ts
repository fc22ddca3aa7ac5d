/** Clients that are still sending when their answer is sent (RFC 9112 §9.6). */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { Bytes } from '../../protocol/instruments/bytes.ts';
import { get, head } from '../testing/raw.ts';
import { accepted, call, eachServer, listenTo, networkServer, serve } from '../testing/serve.ts';
import { secureContext, selfSigned } from '../tls/certificate.ts';

const LARGE = 5_000_000;
const LENGTH = `Content-Length: ${LARGE}`;
const JSON_BODY = 'Content-Type: application/json';
const XML = 'Content-Type: text/xml';

/** Sends a request wholly before it reads anything, and returns what has come back. */
async function exchange(
  t: TestContext,
  port: number,
  request: string,
  socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }),
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.write(request);
    socket.write(Buffer.alloc(LARGE, '0'), () => resolve());
  });
  return listenTo(t, socket).untilEnd();
}

for (const line of [false, true]) {
  const query = line ? '?tab=a' : '';
  const declare = line ? networkServer : eachServer;
  const slow = line ? { network: { rtt: 200 } } : {};
  declare(
    `who sends 5 MB ${line ? 'on a line ' : ''}gets the answer that was sent before all was read`,
    async (t, serve) => {
      const page = await mkdtemp(join(tmpdir(), 'page-'));
      t.after(() => rm(page, { recursive: true }));
      await writeFile(join(page, '404.html'), 'There is no such page.');
      const { port } = await serve({ page, loopbackOnly: true, ...slow });
      const post = `POST /note${query} HTTP/1.1`;
      for (const [status, requestLine, ...headers] of [
        [413, post, JSON_BODY, LENGTH],
        [413, post, JSON_BODY, LENGTH, 'Connection: close'],
        [413, post.replace('1.1', '1.0'), JSON_BODY, LENGTH],
        [415, post, XML, LENGTH],
        [404, `POST /nothing${query} HTTP/1.1`, XML, LENGTH],
        [404, `POST /nothing${query} HTTP/1.1`, XML, LENGTH, 'Accept: text/html'],
        [403, `${post}\r\nHost: evil.example`, JSON_BODY, LENGTH],
        [200, `GET /price${query} HTTP/1.1`, LENGTH, 'Connection: close'],
      ] as const) {
        const request = head(requestLine, ...headers);
        const named = request.includes('evil')
          ? request.replace('Host: localhost\r\n', '')
          : request;
        const text = await exchange(t, port, named);
        assert.match(text, new RegExp(`^HTTP/1\\.1 ${status} .*\\r\\n\\r\\n.+$`, 's'));
      }
    },
  );

  declare(
    `who sends 5 MB ${line ? 'on a line ' : ''}that are no request is told so`,
    async (t, serve) => {
      const { port } = await serve(slow);
      const head = `GET /price${query} HTTP/1.1\r\nHost: localhost\r\nX: `;
      assert.match(await exchange(t, port, head), /^HTTP\/1\.1 431 .*The head of the request/s);
      const chunks = `POST /note${query} HTTP/1.1\r\nHost: localhost\r\n${JSON_BODY}\r\nTransfer-Encoding: chunked\r\n\r\nx`;
      assert.match(await exchange(t, port, chunks), /^HTTP\/1\.1 400 .*no HTTP\/1\.1 request/s);
    },
  );

  declare(
    `who goes on sending ${line ? 'on a line ' : ''}for ever is cut off after some MB`,
    async (t, serve) => {
      const server = await serve();
      const arriving = accepted(server);
      const { socket, untilEnd } = call(t, server);
      const tcp = await arriving;
      const gone = once(tcp, 'close');
      socket.write(head(`POST /note${query} HTTP/1.1`, JSON_BODY, 'Transfer-Encoding: chunked'));
      const chunk = Buffer.concat([
        Buffer.from('10000\r\n'),
        Buffer.alloc(0x10000),
        Buffer.from('\r\n'),
      ]);
      const send = (error?: Error | null) => {
        if (!error && !socket.destroyed) socket.write(chunk, send);
      };
      send();
      assert.match(await untilEnd(), /^HTTP\/1\.1 413 /);
      await gone;
      assert.ok(tcp.bytesRead > 8_000_000 && tcp.bytesRead < 10_000_000, `${tcp.bytesRead}`);
    },
  );

  declare(
    `who stops sending ${line ? 'on a line ' : ''}is waited for a second`,
    async (t, serve) => {
      t.mock.timers.enable({ apis: ['setTimeout'] });
      const server = await serve();
      const arriving = accepted(server);
      const { socket, untilEnd } = call(t, server);
      const tcp = await arriving;
      const gone = once(tcp, 'close');
      socket.write(head(`POST /note${query} HTTP/1.1`, JSON_BODY, LENGTH));
      assert.match(await untilEnd(), /^HTTP\/1\.1 413 /);
      t.mock.timers.tick(999);
      await setImmediate();
      assert.equal(tcp.destroyed, false);
      t.mock.timers.tick(1);
      await gone;
    },
  );

  declare(
    `what comes behind such a request ${line ? 'on a line ' : ''}is not read as another`,
    async (t, serve) => {
      const server = await serve();
      let requests = 0;
      server.app.server.on('request', () => {
        requests += 1;
      });
      const { socket, untilEnd } = call(t, server);
      socket.write(head(`POST /note${query} HTTP/1.1`, JSON_BODY, LENGTH));
      assert.match(await untilEnd(), /^HTTP\/1\.1 413 /);
      socket.write(Buffer.alloc(LARGE, '0'));
      socket.end(get('/price'));
      await once(socket, 'close');
      assert.equal(requests, 1);
    },
  );
}

test('every byte that was read and dropped on a line is counted', async (t) => {
  const server = await serve(t);
  const instruments = server.connect('/instruments');
  await instruments.opened;
  instruments.send({ type: 'line', tab: 'a', rtt: 0 });
  const request = head('POST /note?tab=a HTTP/1.1', JSON_BODY, LENGTH);
  const answer = await exchange(t, server.port, request);
  for (;;) {
    const { http } = (await instruments.nextOf('bytes')) as unknown as Bytes;
    if (http.read < request.length + LARGE) continue;
    assert.deepEqual([http.read, http.written], [request.length + LARGE, answer.length]);
    const { handshake, headers, framing, body, tls } = http;
    assert.equal(handshake + headers + framing + body + tls, http.read + http.written);
    return;
  }
});

test('the same holds over TLS, and for who comes there without', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  t.after(() => rm(folder, { recursive: true }));
  const { cert, key } = await selfSigned(folder, ['localhost']);
  const { port } = await serve(t, { secureContext: secureContext({ cert, key }) });
  for (const query of ['', '?tab=a']) {
    const request = head(`POST /note${query} HTTP/1.1`, JSON_BODY, LENGTH);
    assert.match(await exchange(t, port, request), /^HTTP\/1\.1 307 /);
    const tls = connectTls({ port, host: '127.0.0.1', ca: cert, servername: 'localhost' });
    assert.match(await exchange(t, port, request, tls), /^HTTP\/1\.1 413 /);
  }
});
