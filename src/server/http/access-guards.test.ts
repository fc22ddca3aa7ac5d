import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { eachServer } from '../testing/serve.ts';

/** The answer's status and body when the server is called by another name. */
function ask(port: number, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    request({ port, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

eachServer('on loopback the server goes by names of this computer only', async (_t, serve) => {
  const { port, connect } = await serve({
    loopbackOnly: true,
    allowOrigins: ['https://course.example'],
  });
  for (const host of ['localhost', `LOCALHOST:${port}`, 'a.localhost:1', '127.1.2.3', '[::1]:80']) {
    assert.equal((await ask(port, '/price', { host })).status, 200, host);
  }
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.1',
  ]) {
    const { status, body } = await ask(port, '/price', { host });
    assert.equal(status, 403, host);
    assert.match(body, new RegExp(`"This server is not called ${host}\\.`));
  }
  assert.equal((await ask(port, '/price', { host: 'course.example' })).status, 200, 'allowed');
  const headers = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
  await assert.rejects(connect('/instruments', { headers }).opened, /: 403/);
});

eachServer('listening for the network, it goes by any name', async (_t, serve) => {
  const { port } = await serve();
  assert.equal((await ask(port, '/price', { host: 'classroom.local' })).status, 200);
});

eachServer(
  'a page of an origin that is allowed may connect, one of another may not',
  async (_t, serve) => {
    const { connect } = await serve({ allowOrigins: ['https://course.example'] });
    for (const path of ['/stream', '/instruments']) {
      await connect(path, { headers: { origin: 'https://course.example' } }).opened;
      for (const origin of [
        'http://course.example',
        'https://course.example.evil.example',
        'null',
      ]) {
        await assert.rejects(connect(path, { headers: { origin } }).opened, /: 403/, origin);
      }
    }
  },
);

eachServer('too many handshakes from one address are refused with 429', async (_t, serve) => {
  const { connect } = await serve({ limits: { handshakes: 1 } });
  // More than two, so that no turn of the second can save them all.
  const opened = await Promise.allSettled([1, 2, 3, 4].map(() => connect('/stream').opened));
  const refused = opened.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  assert.ok(refused.length >= 2, `${refused.length}`);
  for (const { reason } of refused) assert.match(String(reason), /: 429/);
});

eachServer(
  'X-Forwarded-* is believed from a proxy that is named, and from nobody else',
  async (_t, serve) => {
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'course.example' };
    const origin = 'https://course.example';
    const behind = await serve({ trustProxy: '127.0.0.1' });
    await behind.connect('/stream', { headers: { ...headers, origin } }).opened;
    const open = await serve();
    await assert.rejects(
      open.connect('/stream', { headers: { ...headers, origin } }).opened,
      /: 403/,
    );

    const limits = { connections: 10, perAddress: 1 };
    const proxied = await serve({ trustProxy: '127.0.0.1', limits });
    await proxied.connect('/stream', { headers }).opened;
    await assert.rejects(proxied.connect('/stream', { headers }).opened, /: 503/);
    await proxied.connect('/stream', { headers: { 'x-forwarded-for': '203.0.113.10' } }).opened;
  },
);

/** Keeps a log with all that there is to say. */
function logbook() {
  const stream = new PassThrough({ encoding: 'utf8' });
  let log = '';
  stream.on('data', (text) => {
    log += text;
  });
  return { logger: { level: 'trace', stream }, read: () => log };
}

eachServer('the host key is in no log', async (_t, serve) => {
  const { logger, read } = logbook();
  const { url, app, feed, connect } = await serve({ hostKey: 'secret', logger });
  await fetch(`${url}/?view=projector&key=secret&rtt=100`);
  const instruments = connect('/instruments');
  await instruments.nextOf('truth');
  instruments.send({ type: 'market', rate: 1, key: 'secret' });
  await instruments.nextOf('market');
  await app.close();
  feed.setRate(0);
  assert.match(read(), /\/\?view=projector&key=…&rtt=100/);
  assert.doesNotMatch(read(), /secret/);
});

eachServer('nor is the name of a tab, whatever becomes of its requests', async (t, serve) => {
  const { logger, read } = logbook();
  const {
    url,
    port,
    app,
    feed,
    connect: open,
  } = await serve({ logger, limits: { perAddress: 2 } });
  const instruments = open('/instruments?tab=secret');
  instruments.opened.then(() => instruments.send({ type: 'line', tab: 'secret', rtt: 0 }));
  await instruments.nextOf('line');
  const stream = open('/stream?tab=secret&symbol=BOLO');
  await stream.next();
  const note = { method: 'POST', body: 'no note', headers: { 'content-type': 'application/json' } };
  for (const [path, status, options] of [
    ['/price?tab=secret', 200],
    ['/price?wait=0&tab=secret', 400],
    ['/price?tab=secret/', 400],
    ['/events?tab=secret', 503],
    ['/note?tab=secret', 400, note],
    ['/nothing?tab=secret', 404],
    ['/%?tab=secret', 400],
  ] as const) {
    assert.equal((await fetch(url + path, options)).status, status, path);
  }
  for (const path of ['/stream?tab=secret', '/nothing?tab=secret']) {
    await assert.rejects(open(path).opened);
  }
  const garbage = connect(port, '127.0.0.1');
  garbage.write('GET /price?tab=secret HTTP/1.1\r\nH ost: localhost\r\n\r\n');
  assert.match(await text(garbage), /^HTTP\/1\.1 400 /);
  t.mock.method(feed, 'latest', () => assert.fail('broken'));
  assert.equal((await fetch(`${url}/price?tab=secret`)).status, 500);
  await app.close();
  assert.match(read(), /"message":"broken"/);
  assert.match(read(), /\/stream\?tab=…&symbol=BOLO/);
  assert.doesNotMatch(read(), /secret/);
});

/** The status of an answer to a request with these lines of its head, Host among them. */
async function statusOf(port: number, ...lines: string[]): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.write(['GET /price HTTP/1.1', ...lines, 'Connection: close', '', ''].join('\r\n'));
  const answer = await text(socket);
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
}

eachServer(
  'a Host that is no host and port is refused, never taken for this computer',
  async (_t, serve) => {
    for (const loopbackOnly of [true, false]) {
      const { port } = await serve({ loopbackOnly });
      for (const host of [
        '',
        'localhost:abc',
        'localhost:99999',
        'localhost:80@evil.example',
        'evil.example#.localhost',
        'evil.example/.localhost',
        'local host',
        'localhost, localhost',
      ]) {
        assert.equal(await statusOf(port, `Host: ${host}`), 400, host);
      }
      assert.equal(await statusOf(port, 'Host: localhost', 'Host: evil.example'), 400, 'two');
      assert.equal(await statusOf(port, 'Host: evil.example', 'host: localhost'), 400, 'two');
      assert.equal(await statusOf(port, `Host: localhost:${port}`), 200);
      assert.equal(await statusOf(port, 'Host: [0:0::1]'), 200);
      assert.equal(await statusOf(port, 'Host: evil.example'), loopbackOnly ? 403 : 200);
    }
  },
);

eachServer('HTTP/1.0 may do without a Host, later versions may not', async (_t, serve) => {
  const { port } = await serve({ loopbackOnly: true });
  for (const [version, status] of [
    ['1.0', 200],
    ['1.1', 400],
  ] as const) {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /health HTTP/${version}\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    socket.destroy();
    assert.equal(Number(String(answer).slice(9, 12)), status, version);
    // A Host that is there and empty is none all the same.
    assert.equal(await statusOf(port, 'Host:'), 400);
  }
});

eachServer(
  'an X-Forwarded-Host of a trusted proxy has to be a host and port too',
  async (_t, serve) => {
    const { port, connect } = await serve({ trustProxy: 'loopback' });
    for (const host of ['localhost:abc', 'course.example@evil.example', 'course.example/x']) {
      assert.equal(await statusOf(port, 'Host: localhost', `X-Forwarded-Host: ${host}`), 400, host);
    }
    const proxies = 'X-Forwarded-Host: evil.example, Course.Example:443';
    assert.equal(await statusOf(port, 'Host: localhost', proxies), 200, 'the last is believed');
    const headers = { 'x-forwarded-host': 'evil.example, Course.Example:443' };
    const origin = 'https://course.example';
    await connect('/stream', { headers: { ...headers, origin } }).opened;
  },
);

eachServer(
  'a page is compared by scheme, host and port, not by how they are spelt',
  async (_t, serve) => {
    const { connect } = await serve();
    const knock = (host: string, origin: string | string[]) =>
      connect('/stream', { headers: { host, origin } }).opened;
    for (const [host, origin] of [
      ['Course.Example', 'http://course.example'],
      ['course.example:80', 'http://course.example'],
      ['course.example', 'http://course.example:80'],
      ['course.example', 'HTTPS://COURSE.EXAMPLE:443'],
      ['course.example:443', 'https://course.example'],
      ['[0:0::1]:3000', 'http://[::1]:3000'],
    ] as const) {
      await knock(host, origin);
    }
    for (const [host, origin] of [
      ['course.example', 'http://course.example:3000'],
      ['course.example:3000', 'http://course.example'],
      ['course.example:80', 'https://course.example'],
      ['course.example', 'null'],
      ['course.example', ''],
      ['course.example', 'course.example'],
      ['course.example', 'file://course.example'],
      ['course.example', 'http://evil.example@course.example'],
      ['course.example', 'http://course.example/'.repeat(2)],
    ] as const) {
      await assert.rejects(knock(host, origin), /: 403/, `${host} ${origin}`);
    }
    const twice = ['http://course.example', 'http://evil.example'];
    await assert.rejects(knock('course.example', twice), /: 403/);
  },
);

eachServer(
  'where https:// is spoken, a page that came over http:// is another',
  async (_t, serve) => {
    const { connect } = await serve({ trustProxy: 'loopback' });
    const headers = { host: 'course.example', 'x-forwarded-proto': 'https' };
    await connect('/stream', { headers: { ...headers, origin: 'https://course.example' } }).opened;
    const plain = connect('/stream', { headers: { ...headers, origin: 'http://course.example' } });
    await assert.rejects(plain.opened, /: 403/);
  },
);

for (const [same, another] of [
  [['203.0.113.7:4711', '203.0.113.7:4712', '::ffff:203.0.113.7'], '203.0.113.8'],
  [['[2001:db8::1]:4711', '2001:DB8::1', '2001:db8:0:0:ffff::2'], '2001:db8:0:1::1'],
  [['unknown', '_hidden', ''], '203.0.113.7'],
] as const) {
  eachServer(`X-Forwarded-For: ${same.join(' is ')}, and not ${another}`, async (_t, serve) => {
    const limits = { perAddress: 1 };
    const { connect, url } = await serve({ trustProxy: '127.0.0.1', limits });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    await connect('/stream', from(same[0])).opened;
    for (const address of same) {
      await assert.rejects(connect('/stream', from(address)).opened, /: 503/, address);
      for (const path of ['/price?after=1&wait=1', '/events']) {
        assert.equal((await fetch(url + path, from(address))).status, 503, address);
      }
    }
    await connect('/stream', from(another)).opened;
  });
}

eachServer(
  'a chain of proxies is followed though they name each other with ports',
  async (_t, serve) => {
    const limits = { perAddress: 1 };
    const { connect } = await serve({ trustProxy: 'loopback,10.0.0.0/8', limits });
    const from = (address: string) =>
      connect('/stream', { headers: { 'x-forwarded-for': `${address}, 10.0.0.5:4711` } });
    await from('203.0.113.7').opened;
    await assert.rejects(from('203.0.113.7:1').opened, /: 503/);
    await from('203.0.113.8').opened;
  },
);
