import type { StockSymbol, Tick } from '../../protocol/tick.ts';
import { companies } from './random-walk.ts';

/** How many ticks of each company are kept: three minutes at least, at the fastest rate. */
export const HISTORY = 10_000;

/**
 * A market has no more than one step in so many ms. A run whose first seq is the time divided by that is
 * above all runs before it, and its seqs stay below the time's.
 */
const SHORTEST_STEP = 20;

/** The first seq of a run that begins at a time, in ms since 1970. */
export const firstSeq = (time = Date.now()): number => Math.floor(time / SHORTEST_STEP);

/** One tick of each company, in the order of {@link companies}. */
export type Step = readonly Tick[];

/** The last steps of a run, without a gap. */
export class History {
  #steps: Step[] = [];

  /** The newest step; there has to be one. */
  get newest(): Step {
    return this.#steps.at(-1) as Step;
  }

  push(step: Step): void {
    this.#steps.push(step);
    // Trimmed rarely, so that a step costs the same however long the history.
    if (this.#steps.length >= 2 * HISTORY) this.#steps = this.#steps.slice(-HISTORY);
  }

  latest(symbol: StockSymbol): Tick {
    return pick(this.newest, symbol);
  }

  /** The ticks of a company after `seq` that are still kept, oldest first; at most so many. */
  since(symbol: StockSymbol, seq: number, most = Number.POSITIVE_INFINITY): Tick[] {
    const oldest = this.#steps[0]?.[0]?.seq ?? 0;
    const start = Math.max(0, seq + 1 - oldest);
    return this.#steps.slice(start, start + most).map((step) => pick(step, symbol));
  }
}

/** @param prices in cents, in the order of {@link companies} */
export function stepOf(seq: number, prices: readonly number[], at: number): Step {
  return companies.map(({ symbol }, c) => ({
    symbol,
    seq,
    price: (prices[c] as number) / 100,
    at,
  }));
}

function pick(step: Step, symbol: StockSymbol): Tick {
  return step.find((tick) => tick.symbol === symbol) as Tick;
}
