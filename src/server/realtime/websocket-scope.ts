import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { HttpServer } from '../http/http-server.ts';
import { webSocketUpgrades } from '../http/upgrades.ts';
import { LONGEST_MESSAGE, MAX_FRAGMENTS } from './websocket.ts';

/** Pings are counted as messages are; ws would drop the connection without a code (its types don't know this yet). */
const COUNTED_BY_US = { maxPendingAutoPongs: 0 };

/**
 * Registers routes that speak WebSocket. They have a scope of their own because what
 * @fastify/websocket does before and after each request of its scope costs a plain one a tenth of
 * its answer.
 */
export async function webSocketScope(
  app: FastifyInstance,
  server: HttpServer,
  routes: (scope: FastifyInstance) => void,
): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(websocket, {
      options: {
        server: webSocketUpgrades(server),
        maxPayload: LONGEST_MESSAGE,
        maxFragments: MAX_FRAGMENTS,
        ...COUNTED_BY_US,
        perMessageDeflate: false,
      },
      preClose: async () => {},
    });
    // Not by the option above: that would wait for what the hooks of the whole server wait for.
    app.addHook('preClose', async () => {
      for (const client of scope.websocketServer.clients) {
        client.close(1001, 'The server is stopping');
      }
    });
    routes(scope);
  });
}
