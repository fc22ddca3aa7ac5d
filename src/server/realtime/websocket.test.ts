/** Clients that ask a WebSocket for too much, or are gone. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { serve } from '../testing/serve.ts';
import { HIGH_WATER_MARK } from './backpressure.ts';
import { MESSAGES } from './websocket.ts';

test('a flood of messages is closed with 1008', async (t) => {
  const { connect } = await serve(t);
  const client = connect('/stream');
  await client.opened;
  // Two seconds' worth at least, so that no turn of the clock can save it.
  for (let id = 0; id <= 2 * MESSAGES; id++) client.send({ type: 'ping', id });
  const { code, reason } = await client.closed;
  assert.equal(code, 1008);
  assert.match(reason, /messages a second/);
});

test('who does not answer a ping is gone; who does stays', async (t) => {
  const { connect, feed } = await serve(t, { limits: { silence: 500 } });
  const [well, dead] = [connect('/stream'), connect('/stream', { autoPong: false })];
  await well.next();
  assert.equal((await dead.closed).code, 1006);
  feed.step();
  assert.equal((await well.next())['seq'], 2);
});

test('who asks for much and reads nothing is not read from either', async (t) => {
  const { app, connect, feed } = await serve(t);
  for (let i = 0; i < 9_000; i++) feed.step();
  const upgrade = once(app.server, 'upgrade');
  const client = connect('/stream');
  const [, connection] = (await upgrade) as [IncomingMessage, Socket];
  await client.next();
  const [socket] = app.websocketServer.clients;
  assert.ok(socket);
  // Nothing goes out, as if the client did not read.
  connection.cork();
  while (!socket.isPaused) {
    const asked = once(socket, 'message');
    client.send({ type: 'subscribe', symbol: 'BOLO', after: 1 });
    await asked;
    assert.ok(connection.writableLength < 2 * HIGH_WATER_MARK, `${connection.writableLength}`);
  }
  // Once it reads again, so does the server.
  connection.uncork();
  client.send({ type: 'ping', id: 7 });
  assert.equal((await client.nextOf('pong'))['id'], 7);
});
