import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { StockSymbol } from '../../protocol/tick.ts';

/** An invented company whose stock the market trades. */
export interface Company {
  readonly symbol: StockSymbol;
  readonly name: string;
  /** Price of the first tick, in cents. */
  readonly start: number;
}

/** The three invented companies. The first is the default everywhere. */
export const companies = [
  { symbol: 'ACME', name: 'Acme Anvils', start: 10_000 },
  { symbol: 'BOLO', name: 'Bolo Bikes', start: 4_200 },
  { symbol: 'ZEPH', name: 'Zephyr Kites', start: 27_500 },
] as const satisfies readonly Company[];

/** Lowest and highest price, in cents: at either end the walk turns round. */
const FLOOR = 1;
const CEILING = 99_999_99;

/** How far news move a price, as a share of it. */
const NEWS = 0.08;

export interface MarketOptions {
  /** Any whole number; the same seed gives the same prices. */
  seed: number;
  /** Standard deviation of the log return of one step: 0.002 is 0.2 %. From 0 to 0.2. */
  volatility: number;
}

/** Where a market stands: all that its next prices depend on, apart from the volatility. */
export interface MarketState {
  /** Natural logarithm of each price in cents, unrounded. */
  readonly logs: number[];
  /** State of each company's generator. */
  readonly random: number[][];
}

/**
 * A seeded geometric random walk, in whole cents, without a clock: the n-th price depends on the
 * seed and n alone, however fast the steps are taken.
 */
export class Market {
  readonly #walks: Walk[];

  /** Begins from a seed, or goes on where another stood, with the very prices that it would have had. */
  constructor(options: MarketOptions | { state: MarketState; volatility: number }) {
    const { logs, random } = 'state' in options ? options.state : stateOf(options.seed);
    this.#walks = companies.map(({ start }, c) => {
      const generator = xoroshiro128plusFromState(random[c] as number[]);
      return new Walk(start, logs[c] as number, options.volatility, generator);
    });
  }

  get state(): MarketState {
    return {
      logs: this.#walks.map((walk) => walk.log),
      random: this.#walks.map((walk) => [...walk.random.getState()]),
    };
  }

  /** Prices in cents, in the order of {@link companies}. */
  get prices(): number[] {
    return this.#walks.map((walk) => walk.price);
  }

  /** News of a company: its price jumps by 8 %, towards where it began. */
  jump(symbol: StockSymbol): void {
    this.#walks[companies.findIndex((company) => company.symbol === symbol)]?.jump();
  }

  /** Takes one step in every company. */
  step(): void {
    for (const walk of this.#walks) walk.step();
  }
}

/** Where the market of a seed begins. */
function stateOf(seed: number): MarketState {
  const generator = xoroshiro128plus(seed);
  const random = companies.map(() => {
    // A jump of 2^64 draws keeps one company's luck independent of the others'.
    generator.jump();
    return [...generator.getState()];
  });
  return { logs: companies.map(({ start }) => Math.log(start)), random };
}

class Walk {
  // The walk goes on in unrounded log cents, so rounding to a cent can never add up to a drift.
  log: number;
  readonly random: ReturnType<typeof xoroshiro128plus>;
  readonly #start: number;
  readonly #volatility: number;

  constructor(
    start: number,
    log: number,
    volatility: number,
    random: ReturnType<typeof xoroshiro128plus>,
  ) {
    this.#start = Math.log(start);
    this.log = log;
    this.#volatility = volatility;
    this.random = random;
  }

  get price(): number {
    return Math.round(Math.exp(this.log));
  }

  jump(): void {
    const share = this.log <= this.#start ? 1 + NEWS : 1 - NEWS;
    this.log = bounce(this.log + Math.log(share), Math.log(FLOOR), Math.log(CEILING));
  }

  step(): void {
    const next = this.log + this.#volatility * gaussian(this.random);
    this.log = bounce(next, Math.log(FLOOR), Math.log(CEILING));
  }
}

function bounce(value: number, low: number, high: number): number {
  if (value < low) return 2 * low - value;
  return value > high ? 2 * high - value : value;
}

/** A standard normal draw (Box–Muller transform). */
function gaussian(random: ReturnType<typeof xoroshiro128plus>): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(random)));
  return radius * Math.cos(2 * Math.PI * uniformFloat64(random));
}
