import type { ServerTime, StockSymbol, Tick } from '../../protocol/tick.ts';

/** What happens to a market, apart from its ticks. */
export type MarketEvent =
  /** There was news of a company: its price has jumped, and that tick is out. */
  | { readonly type: 'news'; readonly symbol: StockSymbol }
  /** Somebody has changed the rate. */
  | { readonly type: 'rate' }
  /** No new prices can come, or they can again; `trouble` says which. */
  | { readonly type: 'trouble' }
  /** The ticks do not go on from those before: it is another run, or some between are lost. */
  | { readonly type: 'break' };

/**
 * Where prices come from. The routes know no more than this, so another source (a broker, a
 * recorded session) is another Feed and nothing else changes.
 */
export interface Feed {
  /** Names this run; in another run `seq` begins anew, above all that were before. */
  readonly run: string;
  /** The seq of this run's first tick. */
  readonly first: number;
  /** Price changes per second; 0 while the market stands still. */
  readonly rate: number;
  /** Why no new prices can come, in a sentence; undefined while all is well. */
  readonly trouble: string | undefined;
  /** What the server's clock says. */
  now(): ServerTime;
  /** The newest tick of a company. */
  latest(symbol: StockSymbol): Tick;
  /** The newest ticks of all companies. */
  all(): readonly Tick[];
  /** The ticks of a company after `seq` that are still kept, oldest first; at most so many. */
  since(symbol: StockSymbol, seq: number, most?: number): Tick[];
  /** Whether a tick that is not here yet may be at another server of the same market already. */
  mayBeElsewhere(seq: number): boolean;
  /** Calls `listener` at every step with one tick a company; returns how to stop that. */
  subscribe(listener: (ticks: readonly Tick[]) => void): () => void;
  /** Calls `listener` whenever something else happens; returns how to stop that. */
  watch(listener: (event: MarketEvent) => void): () => void;
  /** How the market is moved, if this one can be. */
  readonly controls?: Controls;
  /** Lets go of timers and connections. */
  close(): void;
}

/** What an instructor may do to the market. A promise rejects if it could not be done. */
export interface Controls {
  /** Changes the rate (price changes per second, {@link RATE}); 0 stops the clock. */
  setRate(rate: number): void | Promise<void>;
  /** A step in which this company's price jumps. */
  news(symbol: StockSymbol): void | Promise<void>;
}

/** Whether a client's cursor can be of this run: a tick of it, or the place just before the first. */
export function isOfThisRun(feed: Feed, symbol: StockSymbol, after: number): boolean {
  if (after < feed.first - 1) return false;
  return after <= feed.latest(symbol).seq || feed.mayBeElsewhere(after);
}

/** How many ticks are read from the history at a time. */
const AT_A_TIME = 100;

/** What came after `seq`, oldest first, some at a time, up to what has come when it is read. */
export function* allSince(feed: Feed, symbol: StockSymbol, seq: number): Generator<Tick[]> {
  for (let last = seq; ; ) {
    const ticks = feed.since(symbol, last, AT_A_TIME);
    const newest = ticks.at(-1);
    if (!newest) return;
    yield ticks;
    last = newest.seq;
  }
}
