/** What a server that stops still does for those who are connected. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { secureContext, selfSigned } from '../tls/certificate.ts';
import { get, handshake } from './raw.ts';
import { Client, call, eachServer, listenTo, networkServer, type Serve } from './serve.ts';

/** A server, over TLS or not, and how to reach it. */
async function world(t: TestContext, serve: Serve, tls: boolean) {
  if (!tls) {
    const server = await serve();
    return { ...server, call: () => call(t, server) };
  }
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  t.after(() => rm(folder, { recursive: true }));
  const { cert, key } = await selfSigned(folder, ['localhost', '127.0.0.1']);
  const server = await serve({ secureContext: secureContext({ cert, key }) });
  const { port } = server;
  return {
    ...server,
    call: () =>
      listenTo(t, connectTls({ port, host: '127.0.0.1', ca: cert, servername: 'localhost' })),
    connect: (path: string) => new Client(`wss://127.0.0.1:${port}${path}`, { ca: cert }),
  };
}

for (const tls of [false, true]) {
  for (const damage of ['none', 'stall'] as const) {
    const where = `${tls ? 'over TLS' : 'without TLS'}, on a line ${damage === 'none' ? 'that is slow' : 'that is stalled'}`;
    networkServer(`${where}: everything that can be finished is`, async (t, serve) => {
      const server = await world(t, serve, tls);
      const instruments = server.connect('/instruments');
      await instruments.nextOf('truth');
      instruments.send({ type: 'line', tab: 'a', rtt: 0 });
      await instruments.nextOf('line');

      const [held, stream, idle, silent, begun] = [1, 2, 3, 4, 5].map(server.call);
      assert.ok(held && stream && idle && silent && begun);
      await once(silent.socket, tls ? 'secureConnect' : 'connect');
      idle.socket.write(get('/price?tab=a'));
      await idle.until(/"seq":1,/);
      held.socket.write(get('/price?tab=a') + get('/price?tab=a&after=1&wait=60'));
      await held.until(/"seq":1,/);
      stream.socket.write(get('/events?tab=a'));
      await stream.until(/"seq":1,/);
      begun.socket.write('GET /pri');
      const told = server.connect('/stream?tab=a');
      await told.next();

      instruments.send({ type: 'line', tab: 'a', rtt: 4000, damage });
      await instruments.nextOf('line');
      server.feed.step();
      await server.app.close();
      assert.match(await held.untilEnd(), /"seq":2,/);
      assert.match(await stream.untilEnd(), /"seq":2,.*\r\n0\r\n\r\n$/s);
      assert.equal((await told.closed).code, 1001);
      assert.equal((await instruments.closed).code, 1001);
      for (const { untilEnd } of [idle, silent, begun]) await untilEnd();
    });
  }

  eachServer(
    `${tls ? 'over TLS' : 'without TLS'}: a question that is held is told that there is nothing new`,
    async (t, serve) => {
      const server = await world(t, serve, tls);
      const [first, second] = [server.call(), server.call()];
      for (const { socket } of [first, second]) {
        const asked = once(server.app.server, 'request');
        socket.write(get('/price?after=1&wait=60'));
        await asked;
      }
      await server.app.close();
      for (const { untilEnd } of [first, second]) {
        const text = await untilEnd();
        assert.match(text, /^HTTP\/1\.1 204 No Content\r\n/);
        assert.match(text, /\r\nconnection: close\r\n/i);
        assert.match(text, /\r\n\r\n$/);
      }
    },
  );
}

eachServer('who reads nothing and answers nothing is not waited for', async (t, serve) => {
  const server = await serve();
  for (const request of [handshake('/stream'), get('/events')]) {
    const { socket, until } = call(t, server);
    socket.write(request);
    await until(/"seq":1,/);
    socket.pause();
  }
  for (let i = 0; i < 50_000; i++) server.feed.step();
  await server.app.close();
});

eachServer('nobody is let in any more while others are waited for', async (t, serve) => {
  const server = await serve();
  const { socket, until } = call(t, server);
  socket.write(get('/events'));
  await until(/"seq":1,/);
  socket.pause();
  for (let i = 0; i < 50_000; i++) server.feed.step();
  const closed = server.app.close();
  const late = call(t, server);
  late.socket.write(get('/price'));
  await closed;
  assert.equal(await late.untilEnd(), '');
});
