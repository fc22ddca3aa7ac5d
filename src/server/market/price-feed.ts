import { randomBytes } from 'node:crypto';
import type { ServerTime, StockSymbol, Tick } from '../../protocol/messages.ts';
import { companies, type Market } from './random-walk.ts';

/** How many ticks of each company are kept: ten minutes at least, up to 16 a second. */
const HISTORY = 10_000;

/** A clock later than this (a laptop that slept) goes on from now instead of catching up, in ms. */
const LOST = 1_000;

/**
 * Where prices come from. The routes know no more than this, so another source (a broker, a
 * recorded session) is another Feed and nothing else changes.
 */
export interface Feed {
  /** Names this run; in another run `seq` begins anew. */
  readonly run: string;
  /** The seq of this run's first tick. */
  readonly first: number;
  /** Price changes per second; 0 while the market stands still. */
  readonly rate: number;
  /** What the server's clock says. */
  now(): ServerTime;
  /** The newest tick of a company. */
  latest(symbol: StockSymbol): Tick;
  /** The newest ticks of all companies. */
  all(): readonly Tick[];
  /** The ticks of a company after `seq` that are still kept, oldest first; at most so many. */
  since(symbol: StockSymbol, seq: number, most?: number): Tick[];
  /** Calls `listener` at every step with one tick a company; returns how to stop that. */
  subscribe(listener: (ticks: readonly Tick[]) => void): () => void;
  /** How the market is moved, if this one can be. */
  readonly controls?: Controls;
}

/** What an instructor may do to the market. */
export interface Controls {
  /** Changes the rate (price changes per second, {@link RATE}); 0 stops the clock. */
  setRate(rate: number): void;
  /** A step in which this company's price jumps. */
  news(symbol: StockSymbol): void;
}

/** Whether a client's cursor can be of this run: a tick of it, or the place just before the first. */
export function isOfThisRun(feed: Feed, symbol: StockSymbol, after: number): boolean {
  return after >= feed.first - 1 && after <= feed.latest(symbol).seq;
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

/** The market on a clock: one step of all companies at a time, at an even rate. */
export class MarketFeed implements Feed, Controls {
  readonly run = randomBytes(6).toString('hex');
  readonly first: number;
  readonly #market: Market;
  readonly #listeners = new Set<(ticks: readonly Tick[]) => void>();
  #history: (readonly Tick[])[] = [];
  #rate = 0;
  #timer: NodeJS.Timeout | undefined;
  #due = 0;

  /**
   * @param first the first tick's seq. A server that starts again had better go on far above where
   * it was, so that a client's cursor from before can be told from one of this run.
   */
  constructor(market: Market, first = 1) {
    this.#market = market;
    this.first = first;
    this.#history.push(this.#read(first));
  }

  get controls(): Controls {
    return this;
  }

  get rate(): number {
    return this.#rate;
  }

  now(): ServerTime {
    // performance.now() is not moved when somebody sets the computer's clock.
    return performance.timeOrigin + performance.now();
  }

  latest(symbol: StockSymbol): Tick {
    return pick(this.all(), symbol);
  }

  all(): readonly Tick[] {
    return this.#history.at(-1) as readonly Tick[];
  }

  since(symbol: StockSymbol, seq: number, most = Number.POSITIVE_INFINITY): Tick[] {
    const oldest = this.#history[0]?.[0]?.seq ?? 0;
    const start = Math.max(0, seq + 1 - oldest);
    return this.#history.slice(start, start + most).map((ticks) => pick(ticks, symbol));
  }

  subscribe(listener: (ticks: readonly Tick[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes one step now and tells everybody. The clock calls it; a test may do so by hand. */
  step(): void {
    const seq = (this.all()[0]?.seq ?? 0) + 1;
    this.#market.step();
    const ticks = this.#read(seq);
    this.#history.push(ticks);
    // Trimmed rarely, so that a step costs the same however long the history.
    if (this.#history.length >= 2 * HISTORY) this.#history = this.#history.slice(-HISTORY);
    for (const listener of this.#listeners) listener(ticks);
  }

  news(symbol: StockSymbol): void {
    this.#market.jump(symbol);
    this.step();
  }

  /** Starts the clock, or changes its rate (price changes per second, {@link RATE}); 0 stops it. */
  setRate(rate: number): void {
    clearTimeout(this.#timer);
    this.#rate = rate;
    if (rate > 0) {
      this.#due = performance.now();
      this.#schedule();
    }
  }

  #schedule(): void {
    // Each step is due one period after the last was due, not after it ran, so lateness never adds up.
    this.#due += 1000 / this.#rate;
    const now = performance.now();
    if (now - this.#due > LOST) this.#due = now;
    this.#timer = setTimeout(() => {
      this.step();
      this.#schedule();
    }, this.#due - now);
  }

  #read(seq: number): readonly Tick[] {
    const at = Math.round(this.now());
    const prices = this.#market.prices;
    return companies.map(({ symbol }, c) => ({
      symbol,
      seq,
      price: (prices[c] as number) / 100,
      at,
    }));
  }
}

function pick(ticks: readonly Tick[], symbol: StockSymbol): Tick {
  return ticks.find((tick) => tick.symbol === symbol) as Tick;
}
