/**
 * @fastify/websocket with the loop of ws's README ("Server broadcast"): send to each client. With the
 * argument `each` the message is also encoded for each, as one who starts from `send` writes it.
 */
import websocket from '@fastify/websocket';
import fastify from 'fastify';
import { announce, everyTick } from '../ticks.ts';

const app = fastify();
await app.register(websocket);
app.get('/stream', { websocket: true }, (socket) => {
  socket.on('error', console.error);
});

const each = process.argv.includes('each');

everyTick((tick) => {
  const once = JSON.stringify({ type: 'tick', ...tick });
  for (const client of app.websocketServer.clients) {
    if (client.readyState === client.OPEN)
      client.send(each ? JSON.stringify({ type: 'tick', ...tick }) : once);
  }
});

await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server);
