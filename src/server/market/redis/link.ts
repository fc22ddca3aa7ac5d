import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorReply } from '@redis/client';
import type { StockSymbol } from '../../../protocol/tick.ts';
import { ForeignEntry, type MadeStep } from './entry.ts';
import { Maker } from './maker.ts';
import { MarketStore } from './market-store.ts';
import { type Broken, Damaged, type NewMarket, type Shared, synchronize } from './synchronize.ts';

/** The lease lasts so long, and is asked for so often, in ms: another server takes over within 1.3 s. */
const LEASE = 1_000;
const RENEW = 250;

/** A lost Redis is called again after so long, in ms: at least, and at most. */
const RETRY = { least: 100, most: 2_000 };

/** News that comes at the very moment of another step is tried again so often, so long apart, in ms. */
const TRIES = 20;
const TRY_AGAIN = 25;

/** Redis is there, and wants another name or password. */
export class NotLetIn extends Error {}

/** Steps between the newest here and the next in Redis are lost. */
class Gap extends Error {}

interface LinkOptions extends NewMarket {
  url: string;
  log: (sentence: string) => void;
}

/** Keeps a market in memory as it is in Redis, for as long as it takes, and makes its steps in turn. */
export class Link {
  /** What went wrong last; empty while all is well. */
  problem = '';
  readonly #options: LinkOptions;
  readonly #shared: Shared;
  readonly #name = randomBytes(6).toString('hex');
  readonly #maker: Maker;
  #store: MarketStore | undefined;
  /** A step that Redis has taken, and that has not been read yet. */
  #made: MadeStep | undefined;
  #rateId = '0-0';
  #broken: Broken | undefined;
  #heard = performance.now();
  #connected = performance.now();
  #closed = false;

  constructor(options: LinkOptions, shared: Shared) {
    this.#options = options;
    this.#shared = shared;
    this.#maker = new Maker({
      newest: () => this.#newest,
      rate: () => shared.rate,
      volatility: () => shared.volatility,
      now: () => shared.clock.now(),
      add: (step) => this.#add(step),
      failed: (error) => {
        this.problem = error.message;
      },
    });
  }

  /** For how long the connection has stood, in ms. */
  get age(): number {
    return performance.now() - this.#connected;
  }

  /** How long ago Redis was last heard of, in ms. */
  get silence(): number {
    return performance.now() - this.#heard;
  }

  /** Resolves when the market is known. @throws {NotLetIn} */
  join(): Promise<void> {
    return new Promise((joined, refused) => void this.#stay(joined, refused));
  }

  /** @throws if Redis does not take it */
  async setRate(rate: number): Promise<void> {
    await this.#open.setRate(this.#shared.run, rate);
  }

  /** @throws if Redis does not take it */
  async makeNews(symbol: StockSymbol): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      if (await this.#maker.make(symbol)) return;
      await sleep(TRY_AGAIN);
    }
    throw new Error('Others were always faster');
  }

  close(): void {
    this.#closed = true;
    this.#maker.stop();
    const store = this.#store;
    this.#store = undefined;
    void store
      ?.release(this.#name)
      .catch(() => {})
      .finally(() => store.close());
  }

  get #open(): MarketStore {
    if (!this.#store) throw new Error('Redis does not answer');
    return this.#store;
  }

  get #newest(): MadeStep {
    const { newest } = this.#shared;
    return this.#made && this.#made.seq > (newest?.seq ?? 0) ? this.#made : (newest as MadeStep);
  }

  async #add(step: MadeStep): Promise<boolean> {
    const added = await this.#open.add(this.#shared.run, step);
    if (added) this.#made = step;
    return added;
  }

  /** Connects, follows until something fails, and begins again. */
  async #stay(joined: () => void, refused: (error: Error) => void): Promise<void> {
    for (let failures = 0; !this.#closed; failures++) {
      try {
        const store = await this.#connect();
        joined();
        failures = 0;
        this.problem = '';
        await Promise.all([this.#read(store), this.#takeTurns(store)]);
      } catch (error) {
        if (this.#closed) return;
        if (this.#shared.newest === undefined && isRefusal(error)) {
          refused(new NotLetIn((error as Error).message));
          return;
        }
        this.#fail(error as Error, failures);
      }
      this.#maker.stop();
      this.#store?.close();
      this.#store = undefined;
      const longest = Math.min(RETRY.least * 2 ** failures, RETRY.most);
      // Not all servers at the same moment.
      await sleep(longest * (0.5 + Math.random() / 2));
    }
  }

  async #connect(): Promise<MarketStore> {
    const store = await MarketStore.open(this.#options.url);
    this.#store = store;
    // It may have been closed meanwhile.
    if (this.#closed) this.close();
    const rateId = await synchronize(store, this.#shared, this.#options, this.#broken);
    this.#rateId = rateId ?? this.#rateId;
    if (rateId) this.#made = undefined;
    this.#broken = undefined;
    this.#connected = performance.now();
    this.#heard = this.#connected;
    return store;
  }

  #fail(error: Error, failures: number): void {
    this.problem = error.message;
    if (error instanceof Gap) this.#broken = 'steps';
    if (error instanceof ForeignEntry || error instanceof Damaged) this.#broken = 'run';
    if (this.#shared.newest === undefined && failures === 0) {
      this.#options.log(`Waiting for Redis: ${error.message}. It begins by itself.`);
    }
  }

  /** Reads what is made, for ever. */
  async #read(store: MarketStore): Promise<never> {
    for (;;) {
      const { run, newest } = this.#shared;
      const seq = newest?.seq ?? 0;
      const { steps, rates } = await store.next(run, { seq, rateId: this.#rateId });
      this.#heard = performance.now();
      for (const { id, rate } of rates) {
        this.#rateId = id;
        this.#shared.takeRate(rate);
      }
      for (const step of steps) {
        if (step.seq > (this.#shared.newest?.seq ?? 0) + 1)
          throw new Gap('Steps in Redis are lost');
        this.#shared.take(step);
      }
      // What hindered the making of prices does so no longer.
      if (steps.length > 0) this.problem = '';
    }
  }

  /** Asks for the lease again and again, for ever. */
  async #takeTurns(store: MarketStore): Promise<never> {
    for (;;) {
      try {
        await this.#takeTurn(store);
      } catch (error) {
        // A full Redis refuses, and may still be read from.
        if (!(error instanceof ErrorReply)) throw error;
        this.#maker.stop();
        this.problem = error.message;
      }
      await sleep(RENEW);
    }
  }

  async #takeTurn(store: MarketStore): Promise<void> {
    const { clock, run } = this.#shared;
    const [asked, local] = [performance.now(), clock.local];
    const lease = await store.lease(run, this.#name, LEASE);
    clock.add(local, lease.time);
    if (lease.run !== run) throw new Error('Another run has begun in Redis');
    if (lease.held) this.#maker.hold(asked + LEASE);
    else this.#maker.stop();
  }
}

/** Whether Redis is there and does not let us in. */
const isRefusal = (error: unknown) => /^(WRONGPASS|NOAUTH|NOPERM)/.test((error as Error).message);
