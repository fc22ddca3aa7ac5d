import assert from 'node:assert/strict';
import { request } from 'node:http';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { serve } from './testing.ts';

/** The answer's status and body when the server is called by another name. */
function ask(port: number, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    request({ port, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

test('on loopback the server goes by names of this computer only', async (t) => {
  const { port, connect } = await serve(t, {
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
  await assert.rejects(connect('/referee', { headers }).opened, /: 403/);
});

test('listening for the network, it goes by any name', async (t) => {
  const { port } = await serve(t);
  assert.equal((await ask(port, '/price', { host: 'classroom.local' })).status, 200);
});

test('a page of an origin that is allowed may connect, one of another may not', async (t) => {
  const { connect } = await serve(t, { allowOrigins: ['https://course.example'] });
  for (const path of ['/stream', '/referee']) {
    await connect(path, { headers: { origin: 'https://course.example' } }).opened;
    for (const origin of ['http://course.example', 'https://course.example.evil.example', 'null']) {
      await assert.rejects(connect(path, { headers: { origin } }).opened, /: 403/, origin);
    }
  }
});

test('too many handshakes from one address are refused with 429', async (t) => {
  const { connect } = await serve(t, { limits: { handshakes: 1 } });
  // More than two, so that no turn of the second can save them all.
  const opened = await Promise.allSettled([1, 2, 3, 4].map(() => connect('/stream').opened));
  const refused = opened.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  assert.ok(refused.length >= 2, `${refused.length}`);
  for (const { reason } of refused) assert.match(String(reason), /: 429/);
});

test('X-Forwarded-* is believed from a proxy that is named, and from nobody else', async (t) => {
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'course.example' };
  const origin = 'https://course.example';
  const behind = await serve(t, { trustProxy: '127.0.0.1' });
  await behind.connect('/stream', { headers: { ...headers, origin } }).opened;
  const open = await serve(t);
  await assert.rejects(
    open.connect('/stream', { headers: { ...headers, origin } }).opened,
    /: 403/,
  );

  const limits = { connections: 10, perAddress: 1 };
  const proxied = await serve(t, { trustProxy: '127.0.0.1', limits });
  await proxied.connect('/stream', { headers }).opened;
  await assert.rejects(proxied.connect('/stream', { headers }).opened, /: 503/);
  await proxied.connect('/stream', { headers: { 'x-forwarded-for': '203.0.113.10' } }).opened;
});

test('the host key is in no log', async (t) => {
  const stream = new PassThrough({ encoding: 'utf8' });
  let log = '';
  stream.on('data', (text) => {
    log += text;
  });
  const { url, app, feed, connect } = await serve(t, {
    hostKey: 'secret',
    logger: { level: 'trace', stream },
  });
  await fetch(`${url}/?view=projector&key=secret&rtt=100`);
  const referee = connect('/referee');
  await referee.nextOf('truth');
  referee.send({ type: 'market', rate: 1, key: 'secret' });
  await referee.nextOf('market');
  await app.close();
  feed.setRate(0);
  assert.match(log, /\/\?view=projector&key=…&rtt=100/);
  assert.doesNotMatch(log, /secret/);
});
