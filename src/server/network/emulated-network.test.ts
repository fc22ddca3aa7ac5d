/** What is put on the emulated network, and what comes off it again. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type TestContext, test } from 'node:test';
import { textFrame } from '../../protocol/websocket-frame.ts';
import { get, handshake, masked } from '../testing/raw.ts';
import { call, networkServer, serve } from '../testing/serve.ts';
import { EmulatedSocket } from './emulated-socket.ts';

type Server = Awaited<ReturnType<typeof serve>>;

const PING = masked(textFrame('{"type":"ping","id":7}'));

/** Sends a handshake and a ping in one packet. @returns whether its WebSocket runs over an emulated line */
async function isEmulated(t: TestContext, server: Server, path: string, before = '') {
  const upgrade = once(server.app.server, 'upgrade');
  const { socket, until } = call(t, server);
  socket.write(Buffer.concat([Buffer.from(before + handshake(path)), PING]));
  const [request] = (await upgrade) as [IncomingMessage];
  await until(/"type":"pong","id":7/);
  socket.write(PING);
  await until(/"type":"pong".*"type":"pong"/s);
  const seq = server.feed.latest('ACME').seq + 1;
  server.feed.step();
  await until(new RegExp(`"seq":${seq},`));
  return request.socket instanceof EmulatedSocket;
}

test('a plain server puts nothing on it', async (t) => {
  const server = await serve(t, { network: undefined });
  const asked = once(server.app.server, 'request');
  await fetch(`${server.url}/price?tab=a`);
  const [{ socket }] = (await asked) as [IncomingMessage];
  assert.ok(!(socket instanceof EmulatedSocket));
  assert.equal(await isEmulated(t, server, '/stream?tab=a'), false);
});

networkServer('each request is on it; a WebSocket only if it names a tab', async (t, serve) => {
  const server = await serve();
  const asked = once(server.app.server, 'request');
  await fetch(`${server.url}/price`);
  const [{ socket }] = (await asked) as [IncomingMessage];
  assert.ok(socket instanceof EmulatedSocket);
  assert.equal(await isEmulated(t, server, '/stream?tab=a'), true);
  assert.equal(await isEmulated(t, server, '/stream'), false);
  assert.equal(await isEmulated(t, server, '/instruments'), false);
});

networkServer(
  'also on a connection that has been used before, and behind a request',
  async (t, serve) => {
    const server = await serve();
    assert.equal(await isEmulated(t, server, '/stream', get('/price')), false);
    const { socket, until } = call(t, server);
    socket.write(get('/price?tab=a'));
    await until(/"seq":/);
    const upgrade = once(server.app.server, 'upgrade');
    socket.write(handshake('/stream'));
    const [request] = (await upgrade) as [IncomingMessage];
    await until(/ 101 /);
    assert.ok(!(request.socket instanceof EmulatedSocket));
  },
);
