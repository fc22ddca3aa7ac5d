import type { FastifyInstance } from 'fastify';
import { PriceQuery, Tick } from '../shared/protocol.ts';
import type { Feed } from './feed.ts';
import { companies } from './market.ts';

/** `GET /price?symbol=ACME`: the newest tick, once. To learn of the next one, ask again. */
export function priceRoute(app: FastifyInstance, feed: Feed): void {
  app.get<{ Querystring: PriceQuery }>(
    '/price',
    { schema: { querystring: PriceQuery, response: { 200: Tick } } },
    async ({ query: { symbol = companies[0].symbol } }, reply) => {
      reply.header('cache-control', 'no-store');
      return feed.latest(symbol);
    },
  );
}
