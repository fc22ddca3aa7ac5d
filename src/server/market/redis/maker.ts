import type { StockSymbol } from '../../../protocol/tick.ts';
import { Pace } from '../pace.ts';
import { Market } from '../random-walk.ts';
import type { MadeStep } from './entry.ts';

/** Where a maker's steps go, and what they go on from. */
export interface Making {
  /** The newest step that is known of. */
  newest(): MadeStep;
  rate(): number;
  volatility(): number;
  /** Server time, in ms since 1970. */
  now(): number;
  /** @returns false if somebody else has made this step already */
  add(step: MadeStep): Promise<boolean>;
  /** A step could not be made. */
  failed(error: Error): void;
}

/**
 * Makes the market's steps while this server holds the lease. Two that believe to hold it do no harm:
 * each step goes on from the one before, and Redis takes it once.
 */
export class Maker {
  readonly #making: Making;
  readonly #pace = new Pace(() => void this.#step());
  /** When the lease ends, by `performance.now()`. */
  #until = 0;
  #busy = false;

  constructor(making: Making) {
    this.#making = making;
  }

  /** @param until when the lease ends, by `performance.now()` */
  hold(until: number): void {
    this.#until = until;
    const { newest, now } = this.#making;
    const rate = this.#making.rate();
    // Whoever takes over keeps the pace: the next step is due one period after the last one.
    if (this.#pace.rate !== rate) this.#pace.set(rate, now() - newest().at);
  }

  stop(): void {
    this.#until = 0;
    this.#pace.set(0);
  }

  /** Makes the next step; with news this company's price jumps in it. */
  make(news?: StockSymbol): Promise<boolean> {
    const newest = this.#making.newest();
    const market = new Market({
      state: newest.state,
      volatility: this.#making.volatility(),
    });
    if (news) market.jump(news);
    market.step();
    const { prices, state } = market;
    return this.#making.add({
      seq: newest.seq + 1,
      at: Math.max(newest.at, Math.round(this.#making.now())),
      prices,
      state,
      ...(news && { news }),
    });
  }

  async #step(): Promise<void> {
    // A server that slept may find its lease over.
    if (this.#busy || performance.now() > this.#until) return;
    this.#busy = true;
    try {
      await this.make();
    } catch (error) {
      this.#making.failed(error as Error);
    } finally {
      this.#busy = false;
    }
  }
}
