import type { FastifyInstance } from 'fastify';
import type { StockSymbol, Tick } from '../../protocol/messages.ts';
import type { Feed } from '../market/price-feed.ts';
import { companies } from '../market/random-walk.ts';
import { Channel } from './channel.ts';
import type { Health } from './health.ts';

/** A channel for each company, on which its ticks are published. */
export type PriceChannels = Record<StockSymbol, Channel<Tick>>;

/** Publishes a feed's ticks until `app` is closed. */
export function priceChannels(app: FastifyInstance, feed: Feed, health: Health): PriceChannels {
  const channels = Object.fromEntries(
    companies.map(({ symbol }) => [symbol, new Channel<Tick>(health)]),
  ) as PriceChannels;
  const unsubscribe = feed.subscribe((ticks) => {
    for (const tick of ticks) channels[tick.symbol].publish(tick);
  });
  app.addHook('onClose', async () => unsubscribe());
  return channels;
}
