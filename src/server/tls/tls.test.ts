import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Bytes } from '../../protocol/instruments/bytes.ts';
import { accepted, Client, serve } from '../testing/serve.ts';
import { secureContext, selfSigned } from './certificate.ts';

type Server = Awaited<ReturnType<typeof serve>>;

async function serveTls(t: TestContext, explanation?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  t.after(() => rm(folder, { recursive: true }));
  const { cert, key } = await selfSigned(folder, ['localhost', '127.0.0.1']);
  const server = await serve(t, { secureContext: secureContext({ cert, key }), explanation });
  return {
    ...server,
    cert,
    connect: (path: string) => new Client(`wss://127.0.0.1:${server.port}${path}`, { ca: cert }),
  };
}

/** A TLS client that trusts the server's certificate, and the TCP socket below it. */
async function call(
  t: TestContext,
  server: Server & { cert: string },
  options?: ConnectionOptions,
) {
  const tcp: Socket = connect(server.port, '127.0.0.1');
  const socket = connectTls({ socket: tcp, ca: server.cert, servername: 'localhost', ...options });
  t.after(() => tcp.destroy());
  await once(socket, 'secureConnect');
  return { socket, tcp };
}

test('the certificate is one for this computer, and both protocols run over it', async (t) => {
  const server = await serveTls(t);
  const { socket } = await call(t, server);
  assert.equal(socket.authorized, true);
  socket.write('GET /price HTTP/1.1\r\nHost: localhost\r\n\r\n');
  assert.match(String(await once(socket, 'data')), /^HTTP\/1\.1 200 /);

  const client = server.connect('/stream');
  assert.equal((await client.next())['seq'], 1);
  server.feed.step();
  assert.equal((await client.next())['seq'], 2);
});

test('TLS 1.2 and 1.3 are spoken, and nothing older', async (t) => {
  const server = await serveTls(t);
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const { socket } = await call(t, server, { minVersion: version, maxVersion: version });
    assert.equal(socket.getProtocol(), version);
  }
  for (const version of ['TLSv1', 'TLSv1.1'] as const) {
    const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' };
    await assert.rejects(call(t, server, old), /alert protocol version/);
  }
});

test('http:// is sent to https://, or first shown what to expect', async (t) => {
  const server = await serveTls(t);
  const plain = `http://127.0.0.1:${server.port}`;
  const sent = await fetch(`${plain}/price?symbol=BOLO`, { redirect: 'manual' });
  assert.equal(sent.status, 307);
  assert.equal(sent.headers.get('location'), `https://127.0.0.1:${server.port}/price?symbol=BOLO`);

  const explaining = await serveTls(t, '<style>b {}</style><a href="{{address}}">On</a>');
  const page = await fetch(`http://127.0.0.1:${explaining.port}/?a=1&b="<b>`, {
    headers: { accept: 'text/html' },
  });
  const href = `https://127.0.0.1:${explaining.port}/?a=1&amp;b=%22%3Cb%3E`;
  assert.equal(await page.text(), `<style>b {}</style><a href="${href}">On</a>`);
  assert.match(page.headers.get('content-security-policy') ?? '', /style-src 'sha256-/);
});

test('nobody is sent to a host that is none', async (t) => {
  const { port } = await serveTls(t);
  const statusOf = async (...lines: string[]) => {
    const socket = connect(port, '127.0.0.1');
    socket.write([...lines, '', ''].join('\r\n'));
    const [answer] = await once(socket, 'data');
    return Number(String(answer).slice(9, 12));
  };
  assert.equal(await statusOf('GET / HTTP/1.1', 'Host: localhost'), 307);
  for (const host of ['localhost:80@evil.example', 'localhost:abc', 'evil.example\\x', '']) {
    assert.equal(await statusOf('GET / HTTP/1.1', `Host: ${host}`), 400, host);
  }
  assert.equal(await statusOf('GET / HTTP/1.1', 'Host: localhost', 'Host: evil.example'), 400);
  assert.equal(await statusOf('OPTIONS * HTTP/1.1', 'Host: localhost'), 400);
});

test('garbage instead of a TLS handshake hurts nobody', async (t) => {
  const server = await serveTls(t);
  const client = server.connect('/stream');
  await client.next();
  for (const garbage of ['\x16\x03\x01\x00\x05hello', '\x16', '\x00', 'GET / HTTP/1.1\r\n\r\n']) {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    socket.end(garbage, 'latin1');
    await once(socket, 'close');
  }
  server.feed.step();
  assert.equal((await client.next())['seq'], 2);
});

test('a connection torn in the middle of a handshake, or of a request, hurts nobody', async (t) => {
  const server = await serveTls(t);
  const client = server.connect('/stream');
  await client.next();
  for (const beginning of ['\x16', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03']) {
    const arriving = accepted(server);
    const socket = connect(server.port, '127.0.0.1');
    socket.write(beginning, 'latin1');
    const tcp = await arriving;
    await once(tcp, 'data');
    socket.resetAndDestroy();
    await once(tcp, 'close');
  }
  for (const head of ['GET /price HTTP/1.1\r\nHost: localhost', 'GET /price?tab=a HTTP/1.1\r\n']) {
    const arriving = accepted(server);
    const { socket, tcp } = await call(t, server);
    const theirs = await arriving;
    socket.on('error', () => {});
    socket.write(head);
    tcp.resetAndDestroy();
    await once(theirs, 'close');
  }
  server.feed.step();
  assert.equal((await client.next())['seq'], 2);
});

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`${version}: counts what goes over TCP, and how much of it TLS has added`, async (t) => {
    const server = await serveTls(t);
    const instruments = server.connect('/instruments');
    await instruments.opened;
    instruments.send({ type: 'line', tab: 'a', rtt: 0 });
    await instruments.nextOf('line');
    const { socket, tcp } = await call(t, server, { minVersion: version, maxVersion: version });
    let text = 0;
    const ask = async (path: string) => {
      const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
      socket.write(request);
      text += request.length;
      // An answer is small enough for one TLS record.
      const [answer] = (await once(socket, 'data')) as [Buffer];
      text += answer.length;
    };
    for (let i = 0; i < 3; i++) await ask('/price?tab=a');

    const expected = { read: tcp.bytesWritten, written: tcp.bytesRead };
    for (;;) {
      const { http } = (await instruments.nextOf('bytes')) as unknown as Bytes;
      if (http.read < expected.read || http.written < expected.written) continue;
      const { read, written, tls, connections, open: _, ...parts } = http;
      assert.deepEqual({ read, written, connections }, { ...expected, connections: 1 });
      assert.equal(tls, expected.read + expected.written - text);
      assert.equal(
        Object.values(parts).reduce((sum, size) => sum + size, 0),
        text,
      );
      return;
    }
  });
}

test('a cut line tears a TLS connection too', async (t) => {
  const server = await serveTls(t);
  const instruments = server.connect('/instruments');
  await instruments.opened;
  instruments.send({ type: 'line', tab: 'a', rtt: 100 });
  await instruments.nextOf('line');
  const client = server.connect('/stream?tab=a');
  await client.next();
  instruments.send({ type: 'line', tab: 'a', rtt: 100, damage: 'cut' });
  assert.equal((await client.closed).code, 1006);
});
