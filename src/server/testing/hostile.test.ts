/** Clients that pipeline, vanish, half-close, offer other protocols or flood. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { textFrame } from '../../protocol/websocket-frame.ts';
import { EmulatedSocket } from '../network/emulated-socket.ts';
import { get, handshake, head, masked } from './raw.ts';
import { call, eachServer, serve } from './serve.ts';

type Server = Awaited<ReturnType<typeof serve>>;

const status = async ({ url }: Server, path: string) => (await fetch(url + path)).status;

/** A folder with a page in it, and files too large to be sent at once. */
async function pageWithLargeFile(t: TestContext): Promise<string> {
  const page = await mkdtemp(join(tmpdir(), 'page-'));
  t.after(() => rm(page, { recursive: true }));
  await writeFile(join(page, '404.html'), 'none');
  await writeFile(join(page, 'medium.bin'), Buffer.alloc(1_000_000));
  await writeFile(join(page, 'large.bin'), Buffer.alloc(20_000_000));
  return page;
}

/** Waits until a new stream is let in again, and leaves it. */
async function untilThereIsRoom(server: Server): Promise<void> {
  for (;;) {
    const stop = new AbortController();
    const response = await fetch(`${server.url}/events`, { signal: stop.signal });
    stop.abort();
    if (response.status === 200) return;
    await setImmediate();
  }
}

async function untilOnly(server: Server, connections: number): Promise<void> {
  for (;;) {
    const count = await new Promise<number>((resolve) => {
      server.app.server.getConnections((_error, count) => resolve(count));
    });
    if (count <= connections) return;
    await setImmediate();
  }
}

for (const path of ['/price', '/price?after=1', '/events', '/health', '/nothing']) {
  eachServer(`${path} with an offer of HTTP/2, and gone at once: still there`, async (t, serve) => {
    const server = await serve({ limits: { perAddress: 4 } });
    for (let i = 0; i < 20; i++) {
      const { socket } = call(t, server);
      await once(socket, 'connect');
      const offer = get(path, 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c');
      socket.write(offer, () => socket.resetAndDestroy());
      await once(socket, 'close');
    }
    // A reset that overtakes the question looks like its end, so what is held is answered first.
    server.feed.step();
    await untilThereIsRoom(server);
  });
}

for (const path of ['/price?after=1', '/price?after=1&tab=a', '/events', '/events?tab=a']) {
  eachServer(
    `${path}, reset while it waits for a price: its place is free before there is one`,
    async (t, serve) => {
      const server = await serve({ limits: { perAddress: 1 } });
      const { socket } = call(t, server);
      const asked = once(server.app.server, 'request');
      socket.write(get(path));
      const [, response] = (await asked) as [IncomingMessage, ServerResponse];
      assert.equal(await status(server, '/events'), 503);
      const answered = new Promise((resolve) => {
        response.once('close', () => resolve(response.writableEnded));
      });
      socket.resetAndDestroy();
      // Nor has the question's own time passed.
      assert.equal(await answered, false);
      const next = new AbortController();
      const { status: free } = await fetch(`${server.url}/events`, { signal: next.signal });
      assert.equal(free, 200);
      next.abort();
    },
  );
}

for (const protocol of ['h2c', 'foo']) {
  const offer = ['Connection: Upgrade', `Upgrade: ${protocol}`];

  eachServer(
    `an offer of ${protocol} changes no answer, nor that to the next request`,
    async (t, serve) => {
      const server = await serve();
      const { socket, until } = call(t, server);
      socket.write(get('/price', ...offer) + get('/nothing', ...offer) + get('/health'));
      const text = await until(/"status":"ok"/);
      assert.deepEqual(text.match(/(?<=HTTP\/1\.1 )\d+/g), ['200', '404', '200']);
    },
  );
}

// A WebSocket is opened with GET alone.
for (const method of ['OPTIONS', 'PUT', 'DELETE']) {
  eachServer(`${method} is answered alike with any offer and without one`, async (t, serve) => {
    const server = await serve();
    const answers = [];
    for (const protocol of [undefined, 'h2c', 'foo', 'websocket']) {
      const offer = protocol ? ['Connection: Upgrade', `Upgrade: ${protocol}`] : [];
      const { socket, untilEnd } = call(t, server);
      const next = get('/price', 'Connection: close');
      socket.write(head(`${method} /price HTTP/1.1`, ...offer) + next);
      answers.push((await untilEnd()).replace(/^date: .*/gim, ''));
    }
    const [plain = ''] = answers;
    assert.match(
      plain,
      new RegExp(`^HTTP/1\\.1 404 .*There is no ${method} /price.*"seq":1,`, 's'),
    );
    assert.deepEqual(answers, Array(4).fill(plain));
  });
}

for (const protocol of ['h2c', 'foo', 'websocket']) {
  const offer = ['Connection: Upgrade', `Upgrade: ${protocol}`];

  eachServer(
    `an offer of ${protocol} with a body: it is read, and the next request is answered or the connection ends`,
    async (t, serve) => {
      const server = await serve();
      const { socket, until } = call(t, server);
      const body = '{"id":1,"text":"Buy!"}';
      const type = 'Content-Type: application/json';
      const length = `Content-Length: ${body.length}`;
      socket.write(head('POST /note HTTP/1.1', type, length, ...offer));
      await setImmediate();
      socket.write(body + get('/health'));
      const text = await until(/"text":"Buy!"/);
      assert.match(text, /^HTTP\/1\.1 200 /);
      if (/connection: close/i.test(text)) await once(socket, 'end');
      else await until(/"status":"ok"/);
    },
  );
}

for (const headers of [[], ['User-Agent: Mozilla/5.0']]) {
  test(`offers without end leave no listeners behind on ${headers.length > 0 ? 'an emulated' : 'a plain'} socket`, async (t) => {
    const server = await serve(t);
    const { socket, until } = call(t, server);
    const counts: number[] = [];
    server.app.server.on('request', ({ socket }: IncomingMessage) => {
      const events = socket.eventNames();
      counts.push(events.reduce((sum, event) => sum + socket.listenerCount(event), 0));
    });
    const offer = get('/price', ...headers, 'Connection: Upgrade', 'Upgrade: h2c');
    for (let asked = 1; asked <= 20; asked++) {
      socket.write(offer);
      await until({ test: (text) => text.split('HTTP/1.1 200 ').length > asked });
    }
    assert.deepEqual(counts, Array(20).fill(counts[0]));
  });
}

for (const [asked, allowed] of [
  [257, 1],
  [5, 4],
] as const) {
  eachServer(
    `${asked} streams asked for in one packet count once towards a limit of ${allowed}, and free it when closed`,
    async (t, serve) => {
      const server = await serve({ limits: { perAddress: allowed } });
      const { socket, until } = call(t, server);
      socket.write(get('/events').repeat(asked));
      await until(/"seq":1,/);
      const others = new AbortController();
      for (let other = 1; other < allowed; other++) {
        const { status } = await fetch(`${server.url}/events`, { signal: others.signal });
        assert.equal(status, 200);
      }
      assert.equal(await status(server, '/events'), 503);
      socket.destroy();
      await untilThereIsRoom(server);
      others.abort();
      for (let i = 0; i < 10; i++) server.feed.step();
      const { skipped, disconnected } = await (await fetch(`${server.url}/health`)).json();
      assert.deepEqual({ skipped, disconnected }, { skipped: 0, disconnected: 0 });
    },
  );
}

eachServer(
  'of 200 questions in one packet as many are held as the quota allows',
  async (t, serve) => {
    const server = await serve({ limits: { perAddress: 8 } });
    const { socket, until } = call(t, server);
    socket.write(get('/price?after=1').repeat(200) + get('/health'));
    while ((await status(server, '/price?after=1&wait=1')) !== 503) await setImmediate();
    server.feed.step();
    const text = await until(/"status":"ok"/);
    assert.equal(text.match(/HTTP\/1\.1 200 /g)?.length, 8 + 1);
    assert.equal(text.match(/HTTP\/1\.1 503 /g)?.length, 200 - 8);
  },
);

eachServer('who has ended its side still gets the answer that it waits for', async (t, serve) => {
  const server = await serve();
  const { socket, until } = call(t, server);
  const asked = once(server.app.server, 'request');
  socket.end(get('/price?after=1'));
  await asked;
  await fetch(`${server.url}/health`);
  server.feed.step();
  await until(/"seq":2,/);
});

test('a connection on a line is closed after its last answer, though the client never ends its side', async (t) => {
  const server = await serve(t);
  const browser = 'User-Agent: Mozilla/5.0';
  const requests = [
    get('/price', browser, 'Connection: close'),
    get('/price', browser).replace('HTTP/1.1', 'HTTP/1.0'),
    get('/price', browser).replace('Host', 'H ost'),
    `POST /note HTTP/1.1\r\nHost: localhost\r\n${browser}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n`,
  ];
  for (const request of requests) {
    const { socket, until } = call(t, server);
    socket.write(request);
    await until(/^HTTP\/1\.1 (200|400|413) /);
  }
  await untilOnly(server, 0);
});

for (const before of ['/price', '/health', '/price?after=1', '/nothing']) {
  for (const [path, answer] of [
    ['/stream', /HTTP\/1\.1 101 .*"seq":2,/s],
    ['/nothing', /There is no WebSocket here/],
  ] as const) {
    eachServer(
      `a handshake for ${path} in one packet behind ${before} is answered after it`,
      async (t, serve) => {
        const server = await serve();
        const { socket, until } = call(t, server);
        socket.write(get(before) + handshake(path));
        await fetch(`${server.url}/health`);
        server.feed.step();
        await until(answer);
      },
    );
  }
}

for (const files of [1, 3]) {
  eachServer(
    `a handshake behind ${files === 1 ? 'a file' : `${files} files`} still being sent holds nothing up`,
    async (t, serve) => {
      const server = await serve({ page: await pageWithLargeFile(t) });
      const { socket, until } = call(t, server);
      socket.write(get('/medium.bin').repeat(files) + handshake('/stream'));
      const text = await until(/"seq":1,/);
      assert.equal(text.match(/HTTP\/1\.1 200 /g)?.length, files);
      assert.ok(text.length > files * 1_000_000);
    },
  );
}

for (const [what, status, path, ...headers] of [
  ['whose path makes no sense', 400, '/%'],
  ['for something that is not there', 404, '/nothing'],
  ['for what is no WebSocket', 404, '/price'],
  ['for a file', 404, '/404.html', 'Accept: text/html'],
  ['with a parameter that makes no sense', 400, '/stream?symbol=NONE'],
  ['with two hosts', 400, '/price', 'Host: elsewhere.example'],
  ['of another site’s page', 403, '/stream', 'Origin: https://elsewhere.example'],
] as const) {
  eachServer(
    `a handshake ${what} is answered ${status}, and its connection closed`,
    async (t, serve) => {
      const server = await serve({ page: await pageWithLargeFile(t), loopbackOnly: true });
      for (const browser of [[], ['User-Agent: Mozilla/5.0']]) {
        const { socket, until } = call(t, server);
        socket.write(handshake(path, ...headers, ...browser));
        await until(
          new RegExp(`^HTTP/1\\.1 ${status} .*connection: close.*"statusCode":${status}`, 'is'),
        );
      }
      await untilOnly(server, 0);
    },
  );
}

eachServer('a file that is asked for before its turn is sent in its turn', async (t, serve) => {
  const server = await serve({ page: await pageWithLargeFile(t) });
  const { socket, until } = call(t, server);
  socket.write(get('/price?after=1') + get('/404.html').repeat(2) + get('/health'));
  await fetch(`${server.url}/health`);
  server.feed.step();
  const text = await until(/"status":"ok"/);
  assert.equal(text.match(/HTTP\/1\.1 200 /g)?.length, 4);
});

eachServer(
  'behind a large file, an offer and a handshake are answered, also once the client has ended its side',
  async (t, serve) => {
    const server = await serve({ page: await pageWithLargeFile(t) });
    const offer = get('/price', 'Connection: Upgrade', 'Upgrade: h2c');
    for (const [last, answer] of [
      [offer, /"seq":1,/],
      [handshake('/stream'), /HTTP\/1\.1 101 /],
    ] as const) {
      const { socket, until } = call(t, server);
      socket.write(get('/medium.bin') + last);
      if (last === offer) socket.end();
      await until(answer);
    }
  },
);

eachServer(
  'with no descriptor left for its file a request is refused with 503, and the next is not',
  async (t, serve) => {
    const server = await serve({ page: await pageWithLargeFile(t) });
    const none = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
    const opening = t.mock.method(fs, 'open', (...args: unknown[]) => {
      (args.at(-1) as (error: Error) => void)(none);
    });
    const refused = await fetch(`${server.url}/404.html`);
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get('retry-after'), '5');
    for (const name of ['cache-control', 'etag', 'last-modified']) {
      assert.equal(refused.headers.get(name), null, name);
    }
    assert.match(refused.headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(((await refused.json()) as { statusCode: number }).statusCode, 503);
    opening.mock.restore();
    assert.equal(await status(server, '/404.html'), 200);
  },
);

test('files are opened only for answers whose turn it is', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const server = await serve(t, { page: await pageWithLargeFile(t) });
  const opened = async () => (await readdir('/proc/self/fd')).length;
  const before = await opened();
  const clients = [1, 2, 3].map(() => call(t, server));
  for (const { socket } of clients) {
    socket.write(get('/large.bin').repeat(300));
    await once(socket, 'data');
    socket.pause();
  }
  await fetch(`${server.url}/health`);
  // Both ends of three connections, a file for each, and the connection of the question.
  assert.ok((await opened()) - before < 20, `${await opened()} after ${before}`);
  for (const { socket } of clients) socket.resetAndDestroy();
  while ((await opened()) > before + 4) await setImmediate();
});

const HANDSHAKE = handshake('/stream?tab=a');
const [PING, PONG, EMPTY] = [
  [0x89, 0],
  [0x8a, 0],
  [0x00, 0],
].map((header) => masked(Buffer.from(header))) as [Buffer, Buffer, Buffer];

/** The code 1008 as a close frame carries it (RFC 6455 §5.5.1). */
const CODE = Buffer.from([1008 >> 8, 1008 & 255]).toString('latin1');
const closed = { test: (text: string) => text.includes(CODE) };

for (const [what, flood] of [
  ['pings', Buffer.concat(Array(20_000).fill(PING))],
  ['pongs', Buffer.concat(Array(20_000).fill(PONG))],
  [
    'empty fragments',
    Buffer.concat([masked(Buffer.from([0x01, 0])), ...Array(20_000).fill(EMPTY)]),
  ],
  [
    'short messages',
    Buffer.concat(Array(20_000).fill(masked(textFrame('{"type":"ping","id":1}')))),
  ],
] as const) {
  for (const line of [true, false]) {
    test(`${what} by the thousand ${line ? 'on a line ' : ''}close the connection with 1008`, async (t) => {
      const server = await serve(t);
      const instruments = server.connect('/instruments');
      await instruments.nextOf('truth');
      if (line) {
        instruments.send({ type: 'line', tab: 'a', rtt: 0, messages: true });
        await instruments.nextOf('line');
      }
      const { socket, until } = call(t, server);
      socket.write(HANDSHAKE);
      await until(/"seq":1,/);
      socket.write(flood);
      await until(closed);
      const watcher = server.connect('/stream');
      await watcher.next();
      server.feed.step();
      assert.equal((await watcher.next())['seq'], 2);
    });
  }
}

test('a line takes only so many pieces, however small: then the sender has to wait', () => {
  const raw = new Socket();
  const emulated = new EmulatedSocket(raw, raw, () => undefined);
  emulated.stall();
  emulated.resume();
  // A request line is put together first.
  raw.emit('data', Buffer.from('GET /price HTTP/1.1\r\n'));
  let pieces = 0;
  while (!raw.isPaused()) {
    raw.emit('data', Buffer.alloc(1));
    pieces += 1;
  }
  assert.ok(pieces < 400, `${pieces}`);
  raw.destroy();
});
