import { randomBytes } from 'node:crypto';
import type { ServerTime, StockSymbol } from '../../protocol/tick.ts';
import type { Controls } from './feed.ts';
import { type Step, stepOf } from './history.ts';
import { HistoryFeed } from './history-feed.ts';
import { Pace } from './pace.ts';
import type { Market } from './random-walk.ts';

/** The market on a clock: one step of all companies at a time, at an even rate. */
export class MarketFeed extends HistoryFeed implements Controls {
  readonly run = randomBytes(6).toString('hex');
  readonly first: number;
  readonly trouble = undefined;
  readonly #market: Market;
  readonly #pace = new Pace(() => this.step());

  /**
   * @param first the first tick's seq. A server that starts again had better go on far above where
   * it was, so that a client's cursor from before can be told from one of this run.
   */
  constructor(market: Market, first = 1) {
    super();
    this.#market = market;
    this.first = first;
    this.begin([this.#read(first)]);
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

  /** Nobody else has this market. */
  mayBeElsewhere(_seq: number): boolean {
    return false;
  }

  /** Takes one step now and tells everybody. The clock calls it; a test may do so by hand. */
  step(): void {
    this.#market.step();
    this.publish(this.#read((this.all()[0]?.seq ?? 0) + 1));
  }

  news(symbol: StockSymbol): void {
    this.#market.jump(symbol);
    this.step();
    this.tell({ type: 'news', symbol });
  }

  /** Starts the clock, or changes its rate (price changes per second, {@link RATE}); 0 stops it. */
  setRate(rate: number): void {
    this.#pace.set(rate);
    this.tell({ type: 'rate' });
  }

  close(): void {
    this.#pace.set(0);
  }

  #read(seq: number): Step {
    return stepOf(seq, this.#market.prices, Math.round(this.now()));
  }
}
