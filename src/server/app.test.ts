import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import type { Truth } from '../protocol/instruments/market.ts';
import type { Noted } from '../protocol/note.ts';
import type { Tick } from '../protocol/tick.ts';
import { eachServer, serve } from './testing/serve.ts';

eachServer('GET /price answers the newest tick, never from a cache', async (_t, serve) => {
  const { url, feed } = await serve();
  feed.step();
  const response = await fetch(`${url}/price?symbol=BOLO`);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.deepEqual(await response.json(), feed.latest('BOLO'));
  const first = await fetch(`${url}/price`);
  assert.deepEqual(await first.json(), feed.latest('ACME'));
});

const refused = [
  ['/price?symbol=NOPE', 400, 'symbol must be one of ACME, BOLO, ZEPH, not "NOPE".'],
  [
    '/price?symbol=ACME&symbol=BOLO',
    400,
    'symbol must be one of ACME, BOLO, ZEPH, not ["ACME","BOLO"].',
  ],
  ['/price?color=red', 400, 'Unknown parameter "color". Allowed: symbol, after, wait, tab, from.'],
  ['/price?tab=a/b', 400, /^tab must match pattern .*, not "a\/b"\.$/],
  ['/stream', 426, /^\/stream speaks WebSocket/],
  ['/instruments', 426, /^\/instruments speaks WebSocket/],
  ['/%', 400, "'/%' is not a valid url component."],
  ['/nothing', 404, /^There is no GET \/nothing/],
] as const;

for (const [path, status, message] of refused) {
  eachServer(`GET ${path} → ${status}, as JSON that says why`, async (_t, serve) => {
    const { url } = await serve();
    const response = await fetch(url + path);
    assert.equal(response.status, status);
    const body = (await response.json()) as { statusCode: number; message: string };
    assert.equal(body.statusCode, status);
    if (typeof message === 'string') assert.equal(body.message, message);
    else assert.match(body.message, message);
  });
}

eachServer('GET /health names the run and tells how the server is doing', async (_t, serve) => {
  const { url, feed, connect } = await serve();
  await connect('/stream').opened;
  feed.step();
  assert.deepEqual(await (await fetch(`${url}/health`)).json(), {
    status: 'ok',
    run: feed.run,
    rate: 0,
    ticks: 1,
    connections: 2,
    skipped: 0,
    disconnected: 0,
    lag: 0,
  });
});

test('GET /metrics tells it to Prometheus, where wanted', async (t) => {
  const { url, feed, connect } = await serve(t, { metrics: true });
  feed.step();
  const instruments = connect('/instruments');
  await instruments.opened;
  instruments.send({ type: 'line', tab: 'a', rtt: 0 });
  await instruments.nextOf('line');
  const watcher = connect('/stream?tab=a');
  await watcher.next();
  const response = await fetch(`${url}/metrics`);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  for (const line of [
    'market_ticks_total 1',
    'messages_skipped_total 0',
    'clients_given_up_total 0',
    'connections 3',
    'quota_taken 2',
    'lines 1',
    // The watcher's, and that of this question.
    'emulated_connections 2',
    'event_loop_lag_seconds 0',
  ]) {
    assert.ok(text.split('\n').includes(line), line);
  }
  const other = await serve(t);
  assert.equal((await fetch(`${other.url}/metrics`)).status, 404);
});

eachServer('/stream tells the newest tick at once, then each as it happens', async (_t, serve) => {
  const { connect, feed } = await serve();
  const client = connect('/stream');
  assert.deepEqual(await client.next(), { type: 'tick', ...feed.latest('ACME') });
  for (let i = 0; i < 3; i++) {
    feed.step();
    assert.deepEqual(await client.next(), { type: 'tick', ...feed.latest('ACME') });
  }
});

eachServer(
  'the time of a price is in whole milliseconds, that of a pong or a note in fractions of them',
  async (t, serve) => {
    const { url, connect, feed } = await serve();
    const now = 1_700_000_000_000.625;
    t.mock.method(feed, 'now', () => now);
    feed.step();
    const { at } = (await (await fetch(`${url}/price`)).json()) as Tick;
    assert.equal(at, Math.round(now));
    const [stream, instruments] = [connect('/stream'), connect('/instruments')];
    assert.equal((await stream.next())['at'], at);
    const { ticks } = (await instruments.nextOf('truth')) as unknown as Truth;
    assert.deepEqual(
      ticks.map(({ at }) => at),
      [at, at, at],
    );
    for (const client of [stream, instruments]) {
      client.send({ type: 'ping', id: 1 });
      assert.equal((await client.nextOf('pong'))['at'], now);
    }
    const note = { id: 1, text: 'Buy!' };
    stream.send({ type: 'note', ...note });
    assert.equal((await stream.next())['at'], now);
    const headers = { 'content-type': 'application/json' };
    const posted = await fetch(`${url}/note`, {
      method: 'POST',
      headers,
      body: JSON.stringify(note),
    });
    assert.equal(((await posted.json()) as Noted).at, now);
  },
);

eachServer('/stream changes company on the open line', async (_t, serve) => {
  const { connect, feed } = await serve();
  const client = connect('/stream?symbol=ZEPH');
  assert.equal((await client.next())['symbol'], 'ZEPH');
  client.send({ type: 'subscribe', symbol: 'BOLO' });
  assert.deepEqual(await client.next(), { type: 'tick', ...feed.latest('BOLO') });
  feed.step();
  assert.deepEqual(await client.next(), { type: 'tick', ...feed.latest('BOLO') });
});

eachServer('/stream answers an application ping', async (_t, serve) => {
  const { connect } = await serve();
  const client = connect('/stream');
  await client.next();
  client.send({ type: 'ping', id: 7 });
  const pong = await client.next();
  assert.equal(pong.type, 'pong');
  assert.equal(pong['id'], 7);
});

eachServer('a bad message is answered and the connection lives', async (_t, serve) => {
  const { connect } = await serve();
  const client = connect('/stream');
  await client.next();
  client.send('hello');
  assert.equal((await client.next())['code'], 'not-json');
  client.send({ type: 'subscribe', symbol: 'NOPE' });
  assert.equal((await client.next())['code'], 'bad-message');
  client.send({ type: 'ping', id: 1 });
  assert.equal((await client.next()).type, 'pong');
});

eachServer('who would like HTTP/2 is answered as anybody else', async (_t, serve) => {
  const { url, feed, port } = await serve();
  const headers = {
    connection: 'Upgrade, HTTP2-Settings',
    upgrade: 'h2c',
    'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
  };
  for (const agent of ['curl/8.5.0', 'Mozilla/5.0']) {
    const asked = request({ port, path: '/price', headers: { ...headers, 'user-agent': agent } });
    const [response] = await once(asked.end(), 'response');
    assert.equal(response.statusCode, 200);
    assert.deepEqual(await json(response), feed.latest('ACME'));
  }
  assert.equal((await fetch(`${url}/price`)).status, 200);
});

eachServer('ten bad messages in a row close with 1008, nine do not', async (_t, serve) => {
  const { connect } = await serve();
  const client = connect('/stream');
  await client.next();
  for (let i = 0; i < 9; i++) client.send('x');
  client.send({ type: 'ping', id: 1 });
  for (let i = 0; i < 10; i++) client.send('x');
  await client.nextOf('pong');
  assert.equal((await client.closed).code, 1008);
});

for (const path of ['/stream', '/instruments']) {
  eachServer(
    `${path}: binary → 1003, over 4 KiB → 1009, invalid UTF-8 → 1007; the others hear on`,
    async (_t, serve) => {
      const { connect, feed } = await serve();
      const neighbour = connect('/stream');
      await neighbour.next();

      const binary = connect(path);
      await binary.opened;
      binary.socket.send(Buffer.from([1, 2, 3]));
      assert.equal((await binary.closed).code, 1003);

      const long = connect(path);
      await long.opened;
      long.socket.send('x'.repeat(4097));
      assert.equal((await long.closed).code, 1009);

      const garbled = connect(path);
      await garbled.opened;
      garbled.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
      assert.equal((await garbled.closed).code, 1007);

      feed.step();
      assert.deepEqual(await neighbour.next(), { type: 'tick', ...feed.latest('ACME') });
    },
  );
}

eachServer(
  'a handshake with a bad query or from another site is refused before the upgrade',
  async (_t, serve) => {
    const { connect, url } = await serve();
    for (const [path, headers, status] of [
      ['/stream?symbol=NOPE', {}, 400],
      ['/stream', { origin: 'http://elsewhere.example' }, 403],
      ['/instruments', { origin: 'null' }, 403],
      ['/price', {}, 404],
      ['/nothing', {}, 404],
    ] as const) {
      await assert.rejects(
        connect(path, { headers }).opened,
        new RegExp(`Unexpected server response: ${status}`),
        path,
      );
    }
    await connect('/stream', { headers: { origin: url } }).opened;
  },
);

eachServer('garbage on the TCP port gets a 400 and hurts nobody', async (_t, serve) => {
  const { connect: open, port, feed } = await serve();
  const neighbour = open('/stream');
  await neighbour.next();
  const socket = connect(port, '127.0.0.1');
  socket.end('\x00\x01 not http\r\n\r\n');
  const [answer] = await once(socket, 'data');
  assert.match(String(answer), /^HTTP\/1\.1 400 /);
  feed.step();
  assert.equal((await neighbour.next())['seq'], 2);
});

eachServer('stopping closes every WebSocket with 1001', async (_t, serve) => {
  const { connect, app } = await serve();
  const clients = [connect('/stream'), connect('/instruments')];
  await Promise.all(clients.map((client) => client.next()));
  await app.close();
  for (const client of clients) assert.equal((await client.closed).code, 1001);
});

eachServer('two servers in one process are two worlds', async (_t, serve) => {
  const [a, b] = [await serve(), await serve()];
  a.feed.step();
  assert.equal(((await (await fetch(`${a.url}/price`)).json()) as { seq: number }).seq, 2);
  assert.equal(((await (await fetch(`${b.url}/price`)).json()) as { seq: number }).seq, 1);
});
