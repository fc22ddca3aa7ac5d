/** Clients that ask too much of a WebSocket, or are gone. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { eachServer } from '../testing/serve.ts';
import { HIGH_WATER_MARK } from './backpressure.ts';
import { MESSAGES } from './websocket.ts';

eachServer('a flood of messages is closed with 1008', async (_t, serve) => {
  const { connect } = await serve();
  const client = connect('/stream');
  await client.opened;
  // More than two seconds' worth: a new second may begin meanwhile.
  for (let id = 0; id <= 2 * MESSAGES; id++) client.send({ type: 'ping', id });
  const { code, reason } = await client.closed;
  assert.equal(code, 1008);
  assert.match(reason, /messages a second/);
});

eachServer(
  "a client that doesn't answer a ping is disconnected; one that does stays",
  async (_t, serve) => {
    const { connect, feed } = await serve({ limits: { silence: 500 } });
    const [well, dead] = [connect('/stream'), connect('/stream', { autoPong: false })];
    await well.next();
    assert.equal((await dead.closed).code, 1006);
    feed.step();
    assert.equal((await well.next())['seq'], 2);
  },
);

eachServer("stops reading from a client that isn't reading", async (_t, serve) => {
  const { app, connect, feed } = await serve();
  for (let i = 0; i < 9_000; i++) feed.step();
  const upgrade = once(app.server, 'upgrade');
  const client = connect('/stream');
  const [handshake] = (await upgrade) as [IncomingMessage];
  await client.next();
  // What its WebSocket runs over.
  const connection = handshake.socket;
  // Nothing is sent, as if the client weren't reading.
  connection.cork();
  while (!connection.isPaused()) {
    const asked = once(connection, 'data');
    client.send({ type: 'subscribe', symbol: 'BOLO', after: 1 });
    await asked;
    assert.ok(connection.writableLength < 2 * HIGH_WATER_MARK, `${connection.writableLength}`);
  }
  // Once it reads again, so does the server.
  connection.uncork();
  client.send({ type: 'ping', id: 7 });
  assert.equal((await client.nextOf('pong'))['id'], 7);
});
