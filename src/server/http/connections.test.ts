import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { eachServer, type serve } from '../testing/serve.ts';

type Server = Awaited<ReturnType<typeof serve>>;

function call(t: TestContext, { port }: Server): Socket {
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  socket.resume();
  return socket;
}

eachServer('a head that comes bit by bit is read as one', async (t, serve) => {
  const server = await serve();
  const socket = call(t, server);
  for (const byte of 'GET /price HTTP/1.1\r\nHost: localhost\r\n\r\n') socket.write(byte);
  const [answer] = await once(socket, 'data');
  assert.match(String(answer), /^HTTP\/1\.1 200 /);
});

eachServer('who speaks TLS where it is not spoken is told so at once', async (t, serve) => {
  const server = await serve();
  const socket = call(t, server);
  socket.write(Buffer.from('1603010200010001fc', 'hex'));
  assert.match(String(await once(socket, 'data')), /^HTTP\/1\.1 400 /);
});

eachServer('a connection that says nothing is closed', async (t, serve) => {
  const server = await serve();
  // So that nobody has to wait for it here.
  server.app.server.headersTimeout = 1;
  await once(call(t, server), 'close');
});

const connections = ({ app }: Server) =>
  new Promise((resolve) => {
    app.server.getConnections((_error, count) => resolve(count));
  });

for (const [limits, most] of [
  [{ connections: 5, perAddress: 100 }, 5],
  [{ connections: 100, perAddress: 2 }, 8],
] as const) {
  eachServer(
    `of ${JSON.stringify(limits)} there are ${most} connections; a closed one makes room`,
    async (t, serve) => {
      const server = await serve({ limits });
      const sockets = [];
      for (let i = 0; i < most; i++) {
        sockets.push(call(t, server));
        await once(server.app.server, 'connection');
      }
      await once(call(t, server), 'close');
      const [first] = sockets as [Socket];
      first.destroy();
      while ((await connections(server)) === most) await setImmediate();
      const socket = call(t, server);
      socket.write('GET /price HTTP/1.1\r\nHost: localhost\r\n\r\n');
      assert.match(String(await once(socket, 'data')), /^HTTP\/1\.1 200 /);
    },
  );
}

eachServer(
  'connections of a proxy are not counted as those of one address, any others are',
  async (t, serve) => {
    const server = await serve({ limits: { perAddress: 1 }, trustProxy: '127.0.0.1' });
    for (let i = 0; i < 5; i++) {
      call(t, server).write('GET /price HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await once(server.app.server, 'request');
    }
    const other = await serve({ limits: { perAddress: 1 }, trustProxy: '192.0.2.1' });
    for (let i = 0; i < 4; i++) {
      call(t, other);
      await once(other.app.server, 'connection');
    }
    await once(call(t, other), 'close');
  },
);

eachServer(
  'a head that is too long gets a 431, and the next client its answer',
  async (t, serve) => {
    const server = await serve();
    const socket = call(t, server);
    socket.write(`GET /price HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    assert.match(String(await once(socket, 'data')), /^HTTP\/1\.1 431 /);
    assert.equal((await fetch(`${server.url}/price`)).status, 200);
  },
);

for (const [what, beginning] of [
  ['a head', 'GET /price HTTP/1.1\r\nHost: local'],
  [
    'a body',
    'POST /note HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
  ],
] as const) {
  eachServer(`${what} that never ends gets a 408, and holds up nobody`, async (t, serve) => {
    const server = await serve();
    const { server: http } = server.app;
    assert.deepEqual([http.headersTimeout, http.requestTimeout], [10_000, 30_000]);
    // So that nobody has to wait for it here.
    http.headersTimeout = 1;
    http.requestTimeout = 1;
    const watcher = server.connect('/stream');
    await watcher.next();
    const socket = call(t, server);
    socket.write(beginning);
    const answer = once(socket, 'data');
    server.feed.step();
    assert.equal((await watcher.next())['seq'], 2);
    assert.match(String(await answer), /^HTTP\/1\.1 408 /);
    await once(socket, 'close');
  });
}
