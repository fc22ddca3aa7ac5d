import type { StockSymbol, Tick } from '../../protocol/tick.ts';
import type { AddressQuota } from '../http/address-quota.ts';
import { allSince, type Feed } from '../market/feed.ts';
import { companies } from '../market/random-walk.ts';
import { Channel } from './channel.ts';
import type { Health } from './health.ts';
import type { Subscriber } from './subscribers.ts';

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

/**
 * Publishes to a subscriber what comes after `seq`. One who has been served by another server may be
 * ahead of this one, and hears nothing until it is caught up with.
 * @returns unsubscribes
 */
export function subscribeAfter(
  { feed, prices }: Pick<ServedMarket, 'feed' | 'prices'>,
  symbol: StockSymbol,
  seq: number,
  subscriber: Subscriber<Tick>,
): () => void {
  const isHere = () => seq <= feed.latest(symbol).seq;
  const subscribe = () => prices[symbol].subscribe(subscriber, allSince(feed, symbol, seq));
  if (isHere()) return subscribe();
  let stop = () => {
    unsubscribe();
    unwatch();
  };
  const unsubscribe = feed.subscribe(() => {
    if (!isHere()) return;
    stop();
    stop = subscribe();
  });
  // It is in no channel yet, which would tell it.
  const unwatch = feed.watch(({ type }) => {
    if (type !== 'break') return;
    stop();
    subscriber.disconnect('restart');
  });
  return () => stop();
}

/** Publishes a feed's ticks until `close` is called. */
export function openChannels(
  feed: Feed,
  health: Health,
): { prices: PriceChannels; close: () => void } {
  const prices = Object.fromEntries(
    companies.map(({ symbol }) => [symbol, new Channel<Tick>(health)]),
  ) as PriceChannels;
  const unsubscribe = feed.subscribe((ticks) => {
    for (const tick of ticks) prices[tick.symbol].publish(tick);
  });
  const unwatch = feed.watch(({ type }) => {
    if (type === 'break') for (const channel of Object.values(prices)) channel.disconnectAll();
  });
  const close = () => {
    unsubscribe();
    unwatch();
  };
  return { prices, close };
}
