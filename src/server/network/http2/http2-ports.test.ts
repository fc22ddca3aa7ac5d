/** A tab's own port for HTTP/2: what is served there, to whom, and that every byte is counted once. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { Bytes } from '../../../protocol/instruments/bytes.ts';
import { textFrame } from '../../../protocol/websocket-frame.ts';
import {
  connectHttp2,
  counted,
  framesSeen,
  ORIGIN,
  serveHttp2 as open,
  websocket,
} from '../../testing/http2.ts';
import { masked } from '../../testing/raw.ts';
import { Client, serve } from '../../testing/serve.ts';

test('the four ways of asking, notes and the WebSocket go over one connection, each byte counted once', async (t) => {
  const { client, instruments, feed } = await open(t);
  for (let i = 0; i < 3; i++) {
    const { status, untilEnd } = await client.ask({ ':path': '/price?tab=a' });
    assert.equal(status, 200);
    assert.equal(JSON.parse(await untilEnd()).seq, 1);
  }
  const held = client.ask({ ':path': '/price?tab=a&after=1' });
  const events = await client.ask({ ':path': '/events?tab=a' });
  assert.equal(events.headers['content-type'], 'text/event-stream');
  await events.until(/"seq":1,/);
  const told = await client.ask(websocket());
  assert.equal(told.status, 200);
  assert.equal(told.headers['sec-websocket-accept'], undefined);
  await told.until(/"seq":1,/);
  feed.step();
  assert.equal(JSON.parse(await (await held).untilEnd()).seq, 2);
  await Promise.all([events.until(/"seq":2,/), told.until(/"seq":2,/)]);
  const note = JSON.stringify({ id: 7, text: 'Hello' });
  const headers = { ':method': 'POST', ':path': '/note?tab=a', 'content-type': 'application/json' };
  assert.match(await (await client.ask(headers, note)).untilEnd(), /"id":7,"text":"Hello"/);
  told.stream.write(masked(textFrame('{"type":"note","id":8,"text":"Hello"}')));
  await told.until(/"id":8,"text":"Hello"/);

  const { http, ws, shared } = await counted(instruments, client, [told.stream.id ?? 0]);
  assert.deepEqual([http.connections, ws.connections, shared?.connections], [1, 1, 1]);
  assert.deepEqual([http.open, ws.open, shared?.open], [1, 1, 1]);
  assert.equal(http.handshake, 0);
  assert.ok(ws.handshake > 0 && ws.headers === 0);
  assert.deepEqual([http.tls, ws.tls], [0, 0]);
});

test('what is an event’s own and what separates it is told apart', async (t) => {
  const { client, instruments } = await open(t);
  const events = await client.ask({ ':path': '/events?tab=a' });
  const text = await events.until(/"seq":1,.*\n\n/);
  const { http } = await counted(instruments, client);
  assert.equal(http.body, /data: (.*)\n/.exec(text)?.[1]?.length);
});

test('a refused question is an answer like others, and a refused handshake ends its stream', async (t) => {
  const { client, instruments } = await open(t);
  const refused = await client.ask({ ':path': '/price?tab=a&symbol=NOPE' });
  assert.equal(refused.status, 400);
  assert.match(await refused.untilEnd(), /symbol must be one of/);
  const { status, untilEnd, stream } = await client.ask(websocket('/price?tab=a'));
  assert.equal(status, 404);
  assert.match(await untilEnd(), /There is no WebSocket here/);
  await counted(instruments, client, [stream.id ?? 0]);
});

test('a path that makes no sense is refused, and so are a long body and a body that is none', async (t) => {
  const { client } = await open(t);
  const { status, untilEnd } = await client.ask({ ':path': '/%?tab=a' });
  assert.equal(status, 400);
  assert.match(await untilEnd(), /"statusCode":400/);
  assert.equal((await client.ask(websocket('/%?tab=a'))).status, 400);
  const note = { ':method': 'POST', ':path': '/note?tab=a', 'content-type': 'application/json' };
  assert.equal((await client.ask(note, 'x'.repeat(5_000))).status, 413);
  assert.equal((await client.ask(note, '{"id":1')).status, 400);
  assert.equal((await client.ask({ ':path': '/stream?tab=a' })).status, 426);
  assert.equal((await client.ask({ ':method': 'HEAD', ':path': '/events?tab=a' })).status, 200);
  assert.equal((await client.ask({ ':path': '/price?tab=a' })).status, 200);
});

test('whoever names another tab, or none, has come to the wrong connection', async (t) => {
  const { client } = await open(t);
  for (const path of ['/price', '/price?tab=b', '/stream?tab=b']) {
    assert.equal((await client.ask({ ':path': path })).status, 421, path);
  }
  assert.equal((await client.ask(websocket('/stream?tab=b'))).status, 421);
  assert.equal((await client.ask({ ':method': 'CONNECT', ':authority': 'a:1' })).status, 405);
});

test('connections to it are among all that there may be, and that the health check counts', async (t) => {
  // Those of the instruments and of the client.
  const { client, http2 } = await open(t, {}, { limits: { connections: 2 } });
  const health = await client.ask({ ':path': '/health?tab=a' });
  assert.equal(JSON.parse(await health.untilEnd()).connections, 2);
  const more = connect(http2, '127.0.0.1');
  t.after(() => more.destroy());
  await once(more, 'close');
});

test('only the page that the port was opened for may read what comes from there', async (t) => {
  const { client } = await open(t);
  const allowed = async (origin: string, headers: Record<string, string> = {}) => {
    const answer = await client.ask({ ':path': '/price?tab=a', origin, ...headers });
    return answer.headers['access-control-allow-origin'];
  };
  assert.equal(await allowed(ORIGIN), ORIGIN);
  assert.equal(await allowed(ORIGIN, { ':path': '/events?tab=a' }), ORIGIN);
  assert.equal(await allowed(ORIGIN, { ':path': '/price?tab=a&symbol=NOPE' }), ORIGIN);
  assert.equal(await allowed('https://evil.example'), undefined);
  const before = { ':method': 'OPTIONS', ':path': '/note?tab=a' };
  const preflight = await client.ask({ ...before, origin: ORIGIN });
  assert.equal(preflight.status, 204);
  assert.match(String(preflight.headers['access-control-allow-headers']), /content-type/);
  assert.equal((await client.ask({ ...before, origin: 'https://evil.example' })).status, 404);
  assert.equal((await client.ask({ ...websocket(), origin: ORIGIN })).status, 200);
  const evil = await client.ask({ ...websocket(), origin: 'https://evil.example' });
  assert.equal(evil.status, 403);
});

test('a new run counts from there on: an exchange under way stays with the run before', async (t) => {
  const { client, instruments, feed, set } = await open(t, { run: 1 });
  const told = await client.ask(websocket());
  await told.until(/"seq":1,/);
  const held = client.ask({ ':path': '/price?tab=a&after=1' });
  await (await client.ask({ ':path': '/price?tab=a' })).untilEnd();
  const webSockets = [told.stream.id ?? 0];
  await counted(instruments, client, webSockets);
  await set({ run: 2, keepStream: true });
  const before = framesSeen(client, webSockets);
  feed.step();
  await (await held).untilEnd();
  await told.until(/"seq":2,/);
  const after = framesSeen(client, webSockets);
  for (;;) {
    const { run, http, ws, shared } = (await instruments.nextOf('bytes')) as unknown as Bytes;
    if (run < 2 || ws.written < after.ws - before.ws) continue;
    assert.equal(ws.read + ws.written, after.ws - before.ws);
    assert.deepEqual([http.read, http.written, http.connections], [0, 0, 0]);
    assert.deepEqual([ws.handshake, ws.connections, shared?.connections], [0, 1, 1]);
    break;
  }
});

test('a delayed line delays it, a stalled one lets nothing through, and still each byte is counted once', async (t) => {
  const { client, instruments, feed, set } = await open(t, { rtt: 20 });
  const told = await client.ask(websocket());
  await told.until(/"seq":1,/);
  await set({ damage: 'stall' });
  feed.step();
  const held = client.ask({ ':path': '/price?tab=a' });
  await set({ damage: 'none', rtt: 20 });
  await told.until(/"seq":2,/);
  assert.equal(JSON.parse(await (await held).untilEnd()).seq, 2);
  await counted(instruments, client, [told.stream.id ?? 0]);
});

test('a cut line tears the connection and lets none through until it is repaired', async (t) => {
  const { client, cert, instruments, set } = await open(t);
  const told = await client.ask(websocket());
  await told.until(/"seq":1,/);
  await counted(instruments, client, [told.stream.id ?? 0]);
  const gone = once(client.tcp, 'close');
  const port = (await set({ damage: 'cut' }))['http2'] as number;
  await gone;
  await assert.rejects(connectHttp2(t, port, cert));
  await set({ damage: 'none' });
  const again = await connectHttp2(t, port, cert);
  assert.equal((await again.ask({ ':path': '/price?tab=a' })).status, 200);
});

test('the port is closed with all its connections once the tab no longer wants it', async (t) => {
  const { client, cert, set } = await open(t);
  const port = (await set({}))['http2'] as number;
  const gone = once(client.tcp, 'close');
  assert.equal((await set({ http2: false }))['http2'], undefined);
  await gone;
  await assert.rejects(connectHttp2(t, port, cert));
});

test('a WebSocket may come to the port over HTTP/1.1, and is counted as ever', async (t) => {
  const { cert, instruments, set } = await open(t);
  const port = (await set({}))['http2'] as number;
  const told = new Client(`wss://127.0.0.1:${port}/stream?tab=a`, { ca: cert, origin: ORIGIN });
  assert.equal((await told.next())['seq'], 1);
  for (;;) {
    const { ws } = (await instruments.nextOf('bytes')) as unknown as Bytes;
    if (ws.body === 0) continue;
    assert.ok(ws.tls > 0);
    assert.equal(ws.open, 1);
    break;
  }
});

test('without TLS there is no such port, and that is said', async (t) => {
  const server = await serve(t);
  const instruments = server.connect('/instruments');
  await instruments.opened;
  assert.equal((await instruments.nextOf('hello'))['http2'], false);
  instruments.send({ type: 'line', tab: 'a', rtt: 0, http2: true });
  assert.match(String((await instruments.nextOf('error'))['message']), /^HTTP\/2 needs TLS/);
  assert.equal((await instruments.nextOf('line'))['http2'], undefined);
});

test('a server that stops waits for no HTTP/2 connection', async (t) => {
  const { app, client } = await open(t);
  const events = await client.ask({ ':path': '/events?tab=a' });
  await events.until(/"seq":1,/);
  const gone = once(client.tcp, 'close');
  await app.close();
  await gone;
});
