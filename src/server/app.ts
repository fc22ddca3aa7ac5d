import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { eventsRoute } from './events.ts';
import type { Feed } from './feed.ts';
import { HostKey } from './host-key.ts';
import { Lines } from './line.ts';
import { noteRoute } from './note.ts';
import { pageRoutes } from './page.ts';
import { Places } from './places.ts';
import { priceRoute } from './price.ts';
import { refereeRoute } from './referee.ts';
import { explain, refuse } from './refusal.ts';
import { handshakeGuard, LONGEST_MESSAGE } from './socket.ts';
import { streamRoute } from './stream.ts';

export interface AppOptions {
  feed: Feed;
  /** Added round trip of every tab's line unless its visitor chose another, 0 to 4000 ms. */
  rtt: number;
  /** Folder of the built page; without one only the data is served. */
  page?: string | undefined;
  /** Whoever moves the market must know it; without one everybody may. */
  hostKey?: string | undefined;
  logger?: FastifyServerOptions['logger'];
}

/** Builds the whole server, not yet listening. Two of them in one process share nothing. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { feed, rtt, page, hostKey, logger } = options;
  const app = fastify({
    logger: logger ?? false,
    // Held and streaming answers would keep close() waiting for ever.
    forceCloseConnections: true,
    keepAliveTimeout: 65_000,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true, verbose: true } },
    schemaErrorFormatter: explain,
  });
  const lines = new Lines(() => feed.now());
  lines.attach(app);

  await app.register(websocket, {
    options: { maxPayload: LONGEST_MESSAGE, perMessageDeflate: false },
    errorHandler: (error, socket, request) => {
      // ws has closed with the right code already (1002, 1007, 1009).
      request.log.info({ err: error }, 'websocket closed on a bad frame');
      if (socket.readyState === socket.OPEN) socket.close(1011);
    },
    async preClose() {
      for (const client of app.websocketServer.clients) {
        client.close(1001, 'The server is stopping');
      }
    },
  });

  app.addHook('preValidation', handshakeGuard());

  app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const statusCode = error.statusCode ?? 500;
    if (statusCode >= 500) request.log.error(error);
    const message = statusCode >= 500 ? 'Something went wrong on the server.' : error.message;
    return refuse(reply, statusCode, message);
  });

  const places = new Places();
  priceRoute(app, feed, places);
  eventsRoute(app, feed, places);
  noteRoute(app, feed);
  streamRoute(app, feed, places);
  refereeRoute(app, {
    feed,
    lines,
    places,
    rtt,
    hostKey: hostKey ? new HostKey(hostKey) : undefined,
  });
  app.get('/health', async () => ({ status: 'ok', run: feed.run, rate: feed.rate }));
  await pageRoutes(app, page);
  return app;
}
