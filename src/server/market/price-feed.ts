import { randomBytes } from 'node:crypto';
import type { ServerTime, StockSymbol, Tick } from '../../protocol/messages.ts';
import type { Controls, Feed, MarketEvent } from './feed.ts';
import { History, type Step, stepOf } from './history.ts';
import { Pace } from './pace.ts';
import type { Market } from './random-walk.ts';

/** The market on a clock: one step of all companies at a time, at an even rate. */
export class MarketFeed implements Feed, Controls {
  readonly run = randomBytes(6).toString('hex');
  readonly first: number;
  readonly trouble = undefined;
  readonly #market: Market;
  readonly #history = new History();
  readonly #pace = new Pace(() => this.step());
  readonly #listeners = new Set<(step: Step) => void>();
  readonly #watchers = new Set<(event: MarketEvent) => void>();

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
    return this.#pace.rate;
  }

  now(): ServerTime {
    // performance.now() is not moved when somebody sets the computer's clock.
    return performance.timeOrigin + performance.now();
  }

  latest(symbol: StockSymbol): Tick {
    return this.#history.latest(symbol);
  }

  all(): readonly Tick[] {
    return this.#history.newest;
  }

  since(symbol: StockSymbol, seq: number, most?: number): Tick[] {
    return this.#history.since(symbol, seq, most);
  }

  mayBeElsewhere(): boolean {
    return false;
  }

  subscribe(listener: (step: Step) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watch(listener: (event: MarketEvent) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Takes one step now and tells everybody. The clock calls it; a test may do so by hand. */
  step(): void {
    const seq = (this.all()[0]?.seq ?? 0) + 1;
    this.#market.step();
    const step = this.#read(seq);
    this.#history.push(step);
    for (const listener of this.#listeners) listener(step);
  }

  news(symbol: StockSymbol): void {
    this.#market.jump(symbol);
    this.step();
    this.#tell({ type: 'news', symbol });
  }

  /** Starts the clock, or changes its rate (price changes per second, {@link RATE}); 0 stops it. */
  setRate(rate: number): void {
    this.#pace.set(rate);
    this.#tell({ type: 'rate' });
  }

  close(): void {
    this.#pace.set(0);
  }

  #tell(event: MarketEvent): void {
    for (const watcher of this.#watchers) watcher(event);
  }

  #read(seq: number): Step {
    return stepOf(seq, this.#market.prices, Math.round(this.now()));
  }
}
