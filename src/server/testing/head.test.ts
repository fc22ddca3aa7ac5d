/** HEAD (RFC 9110 §9.3.2): the headers and nothing else, at once, whatever GET would hold or stream. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { AppOptions } from '../app.ts';
import { get, head } from './raw.ts';
import { call, eachServer, networkServer, type Serve } from './serve.ts';

/** The heads of all answers to requests of which the last is for `/health`. */
async function answersTo(t: TestContext, server: { port: number }, requests: string[]) {
  const { socket, until } = call(t, server);
  socket.write(requests.join('') + get('/health'));
  const text = await until(/\{"status":"ok"/);
  const [all = ''] = text.split('{"status":"ok"');
  return all.split('\r\n\r\n').slice(0, requests.length);
}

async function withPage(t: TestContext, serve: Serve, options: Partial<AppOptions> = {}) {
  const page = await mkdtemp(join(tmpdir(), 'page-'));
  t.after(() => rm(page, { recursive: true }));
  await writeFile(join(page, '404.html'), 'none');
  await writeFile(join(page, 'index.html'), '<p>The page</p>');
  await writeFile(join(page, 'teach.html'), '<p>For teachers</p>');
  await writeFile(join(page, 'join.html'), '<p>For phones</p>');
  await writeFile(join(page, 'class.html'), '<p>The screen in front</p>');
  return serve({ page, metrics: true, limits: { perAddress: 1 }, ...options });
}

eachServer(
  'every path that answers GET answers HEAD, with no body and on a connection that goes on',
  async (t, serve) => {
    const server = await withPage(t, serve);
    const tree = server.app.printRoutes({ commonPrefix: false });
    const routes = [...tree.matchAll(/^\W+(\/\S*) \(.*GET/gm)].map(([, path = '']) => path);
    const paths = routes.map((path) => path.replace(':format', 'har')).sort();
    // Only lines have messages that can be captured.
    const lines = paths.includes('/capture.har');
    assert.deepEqual(paths, [
      ...(lines ? ['/capture.har'] : []),
      '/events',
      '/health',
      '/instruments',
      '/metrics',
      '/price',
      '/stream',
      '/teach',
    ]);

    const held = ['/price?after=1&wait=60', '/', '/index.html', '/nothing'];
    const requests = [...paths, ...held].map((path) => head(`HEAD ${path} HTTP/1.1`));
    const answers = await answersTo(t, server, requests);
    assert.deepEqual(
      answers.map((answer) => answer.slice(0, 12)),
      // A capture's query, with the tab, is missing.
      [...(lines ? [400] : []), 200, 200, 426, 200, 200, 426, 200, 204, 200, 200, 404].map(
        (status) => `HTTP/1.1 ${status}`,
      ),
    );
  },
);

networkServer('the paths that come with classes answer HEAD, too', async (t, serve) => {
  const server = await withPage(t, serve, { classes: { open: true } });
  const paths = ['/class', '/classes', '/join', '/j/314159', '/class/314159'];
  const requests = paths.map((path) => head(`HEAD ${path} HTTP/1.1`));
  const answers = await answersTo(t, server, requests);
  assert.deepEqual(
    answers.map((answer) => answer.slice(0, 12)),
    [426, 200, 200, 200, 200].map((status) => `HTTP/1.1 ${status}`),
  );
});

eachServer(
  'the headers are those of GET, and a place is neither taken nor needed',
  async (t, serve) => {
    const server = await withPage(t, serve);
    const stop = new AbortController();
    const stream = await fetch(`${server.url}/events`, { signal: stop.signal });
    for (let i = 0; i < 3; i++) {
      const { status, headers } = await fetch(`${server.url}/events`, { method: 'HEAD' });
      assert.equal(status, 200);
      for (const name of ['content-type', 'cache-control', 'x-accel-buffering']) {
        assert.equal(headers.get(name), stream.headers.get(name), name);
      }
      const held = await fetch(`${server.url}/price?after=1`, { method: 'HEAD' });
      assert.equal(held.status, 204);
      assert.equal(held.headers.get('cache-control'), 'no-store');
    }
    stop.abort();
  },
);

for (const protocol of ['h2c', 'websocket']) {
  eachServer(
    `an offer of ${protocol} changes nothing about it: no handshake is made with HEAD`,
    async (t, serve) => {
      const server = await withPage(t, serve);
      const offer = [
        'Connection: Upgrade',
        `Upgrade: ${protocol}`,
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ];
      const paths = ['/events', '/price?after=1', '/health', '/', '/nothing', '/stream'];
      const answers = await answersTo(
        t,
        server,
        paths.map((path) => head(`HEAD ${path} HTTP/1.1`, ...offer)),
      );
      assert.deepEqual(
        answers.map((answer) => answer.slice(0, 12)),
        [200, 204, 200, 200, 404, 426].map((status) => `HTTP/1.1 ${status}`),
      );
    },
  );
}
