import type { ServerTime, StockSymbol } from '../../../protocol/tick.ts';
import type { Controls } from '../feed.ts';
import { firstSeq, stepOf } from '../history.ts';
import { HistoryFeed } from '../history-feed.ts';
import type { MadeStep } from './entry.ts';
import { Link } from './link.ts';

export { NotLetIn } from './link.ts';

import type { StoredRun } from './market-store.ts';
import { RedisClock } from './redis-clock.ts';
import type { NewMarket, Shared } from './synchronize.ts';

/** The market is in trouble once Redis has been silent, or the next price late, for longer than this, in ms. */
const STALE = 3_000;

/** How often that is checked, in ms. */
const CHECK = 250;

/** A run that had to begin above another, and news, may be ahead of the time by so much, in ms. */
const SLACK = 120_000;

const NO_REDIS =
  'Redis, the source of the prices, does not answer. They go on by themselves once it does.';
const NO_MAKER = 'No server can make new prices now. They go on by themselves once one can.';

/** The market is begun if there is none in Redis yet; otherwise it is as it is. */
export interface RedisFeedOptions extends NewMarket {
  url: string;
  /** Is told in a sentence when something has gone wrong, and when all is well again. */
  log: (sentence: string) => void;
  /** A clock that never goes back, in ms. */
  clock?: (() => number) | undefined;
}

/**
 * One market in several servers: what is in Redis has happened, and nothing else. Each server keeps
 * the last steps in memory, and publishes a step when it reads it, also one that it has made.
 */
export class RedisFeed extends HistoryFeed implements Controls, Shared {
  run = '';
  first = 0;
  rate = 0;
  volatility = 0;
  trouble: string | undefined;
  newest: MadeStep | undefined;
  readonly clock: RedisClock;
  readonly #options: RedisFeedOptions;
  readonly #link: Link;
  readonly #timer: NodeJS.Timeout;

  private constructor(options: RedisFeedOptions) {
    super();
    this.#options = options;
    this.clock = new RedisClock(options.clock ?? (() => performance.now()));
    this.#link = new Link(options, this);
    this.#timer = setInterval(() => this.#check(), CHECK);
  }

  /**
   * Joins the market in Redis, or begins it; waits for Redis for as long as it takes.
   * @throws {NotLetIn} if Redis wants another password
   */
  static async open(options: RedisFeedOptions): Promise<RedisFeed> {
    const feed = new RedisFeed(options);
    try {
      await feed.#link.join();
    } catch (error) {
      feed.close();
      throw error;
    }
    return feed;
  }

  get controls(): Controls {
    return this;
  }

  now(): ServerTime {
    return this.clock.now();
  }

  mayBeElsewhere(seq: number): boolean {
    return seq <= firstSeq(this.now() + SLACK);
  }

  setRate(rate: number): Promise<void> {
    return this.#link.setRate(rate);
  }

  news(symbol: StockSymbol): Promise<void> {
    return this.#link.makeNews(symbol);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#link.close();
  }

  adopt({ run, first, volatility }: StoredRun, steps: readonly MadeStep[], rate: number): void {
    const another = this.newest !== undefined;
    this.run = run;
    this.first = first;
    this.volatility = volatility;
    this.rate = rate;
    this.newest = steps.at(-1);
    this.begin(steps.map(({ seq, prices, at }) => stepOf(seq, prices, at)));
    if (another) this.tell({ type: 'break' });
  }

  take(step: MadeStep): void {
    const { seq, prices, at, news } = step;
    this.newest = step;
    this.publish(stepOf(seq, prices, at));
    if (news) this.tell({ type: 'news', symbol: news });
  }

  takeRate(rate: number): void {
    this.rate = rate;
    this.tell({ type: 'rate' });
  }

  #check(): void {
    if (this.newest === undefined) return;
    // Whoever comes to a market that nobody has made prices for needs a moment to begin.
    const late = Math.min(this.now() - this.newest.at, this.#link.age) - 1000 / this.rate;
    const trouble = this.#link.silence > STALE ? NO_REDIS : late > STALE ? NO_MAKER : undefined;
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    const why = this.#link.problem ? ` (${this.#link.problem})` : '';
    this.#options.log(trouble ? `${trouble}${why}` : 'The market in Redis goes on.');
    this.tell({ type: 'trouble' });
  }
}
