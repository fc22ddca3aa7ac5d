import type { FastifyInstance } from 'fastify';
import { type StockSymbol, StreamQuery, ToStream } from '../shared/protocol.ts';
import { Audience } from './audience.ts';
import type { Feed } from './feed.ts';
import { companies } from './market.ts';
import { keepAlive, reader, send, upgradeRequired } from './socket.ts';

const readMessages = reader(
  ToStream,
  `{"type":"subscribe","symbol":"${companies.map(({ symbol }) => symbol).join('|')}"} or {"type":"ping","id":1}`,
);

/** `/stream`: a WebSocket that tells the newest tick at once, then each one as it happens. */
export function streamRoute(app: FastifyInstance, feed: Feed): void {
  const audiences = new Map(companies.map(({ symbol }) => [symbol as StockSymbol, new Audience()]));

  const unsubscribe = feed.subscribe((ticks) => {
    for (const tick of ticks) audiences.get(tick.symbol)?.tell({ type: 'tick', ...tick });
  });
  app.addHook('onClose', async () => unsubscribe());

  app.route<{ Querystring: StreamQuery }>({
    method: 'GET',
    url: '/stream',
    schema: { querystring: StreamQuery },
    handler: upgradeRequired,
    wsHandler(socket, request) {
      let symbol: StockSymbol = request.query.symbol ?? companies[0].symbol;
      const listen = () => {
        audiences.get(symbol)?.add(socket, request.raw.socket);
        send(socket, { type: 'tick', ...feed.latest(symbol) });
      };

      readMessages(socket, (message) => {
        if (message.type === 'ping') {
          send(socket, { type: 'pong', id: message.id, at: feed.now() });
        } else {
          audiences.get(symbol)?.delete(socket);
          symbol = message.symbol;
          listen();
        }
      });
      keepAlive(socket);
      listen();
    },
  });
}
