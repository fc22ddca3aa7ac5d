import type { StockSymbol, Tick } from '../../protocol/messages.ts';
import type { AddressQuota } from '../http/address-quota.ts';
import type { Feed } from '../market/feed.ts';
import { companies } from '../market/random-walk.ts';
import { Channel } from './channel.ts';
import type { Health } from './health.ts';

/** A channel for each company, on which its ticks are published. */
export type PriceChannels = Record<StockSymbol, Channel<Tick>>;

/** A market as the routes serve it. */
export interface ServedMarket {
  readonly feed: Feed;
  readonly prices: PriceChannels;
  /** Counts the questions and streams that are held open. */
  readonly quota: AddressQuota;
}

/** The market that a request is served from, by the tab that it names. */
export type MarketOf = (tab: string | undefined) => ServedMarket;

/** Publishes a feed's ticks until `close` is called. */
export function openChannels(
  feed: Feed,
  health: Health,
): { prices: PriceChannels; close: () => void } {
  const prices = Object.fromEntries(
    companies.map(({ symbol }) => [symbol, new Channel<Tick>(health)]),
  ) as PriceChannels;
  const close = feed.subscribe((ticks) => {
    for (const tick of ticks) prices[tick.symbol].publish(tick);
  });
  return { prices, close };
}
