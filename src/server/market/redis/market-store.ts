import { ANSWER_TIMEOUT, type Client, newClient, within } from '../../redis/client.ts';
import { HISTORY } from '../history.ts';
import { decode, encode, idOf, type MadeStep } from './entry.ts';

/** A read waits so long for something new, in ms. */
const BLOCK = 1_000;

/** How many steps are read at a time. */
const AT_A_TIME = 100;

/** One slot, so that it also works on a Redis Cluster. */
const KEY = {
  market: '{ask-or-be-told}:market',
  maker: '{ask-or-be-told}:maker',
  steps: (run: string) => `{ask-or-be-told}:steps:${run}`,
  rates: (run: string) => `{ask-or-be-told}:rates:${run}`,
} as const;

/** Begins a run in the place of another one, unless somebody else was faster. */
const BEGIN = `
  if (redis.call('HGET', KEYS[1], 'run') or '') ~= ARGV[1] then return end
  redis.call('DEL', KEYS[1], KEYS[4], KEYS[5])
  redis.call('HSET', KEYS[1], 'run', ARGV[2], 'first', ARGV[3], 'volatility', ARGV[4])
  redis.call('XADD', KEYS[2], ARGV[3] .. '-0', ARGV[6], ARGV[7])
  redis.call('XADD', KEYS[3], '*', 'rate', ARGV[5])`;

/** Takes or renews the lease if nobody else holds it. Says which run there is, who holds it, and the time. */
const LEASE = `
  local time = redis.call('TIME')
  local run = redis.call('HGET', KEYS[1], 'run')
  if not run or redis.call('EXISTS', KEYS[3]) == 0 then run = '' end
  local maker = redis.call('GET', KEYS[2]) or ARGV[1]
  if maker == ARGV[1] then redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2]) end
  return { run, maker, time[1], time[2] }`;

const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

/** The run that all servers share. */
export interface StoredRun {
  readonly run: string;
  /** The seq of its first step. */
  readonly first: number;
  /** Standard deviation of one step's log return. */
  readonly volatility: number;
}

/** How far somebody has read. */
export interface Position {
  readonly seq: number;
  /** The id of the last change of the rate. */
  readonly rateId: string;
}

export interface News {
  readonly steps: MadeStep[];
  /** Changes of the rate, in price changes per second. */
  readonly rates: { readonly id: string; readonly rate: number }[];
}

/** What a read brings of one stream. */
interface Stream {
  name: string;
  messages: { id: string; message: Record<string, string> }[];
}

/** The market in Redis, over connections that are given up, not mended, when one fails. */
export class MarketStore {
  readonly #commands: Client;
  readonly #reads: Client;

  private constructor(commands: Client, reads: Client) {
    this.#commands = commands;
    this.#reads = reads;
  }

  /** @throws what Redis, or the way to it, says */
  static async open(url: string): Promise<MarketStore> {
    const options = { silence: BLOCK + ANSWER_TIMEOUT, reconnectStrategy: false } as const;
    // Commands and blocking reads each need a connection.
    const clients = [newClient(url, options), newClient(url, options)] as const;
    try {
      await within(ANSWER_TIMEOUT, Promise.all(clients.map((client) => client.connect())));
    } catch (error) {
      for (const client of clients) client.destroy();
      throw error;
    }
    return new MarketStore(...clients);
  }

  close(): void {
    for (const client of [this.#commands, this.#reads]) if (client.isOpen) client.destroy();
  }

  async run(): Promise<StoredRun | undefined> {
    const { run, first, volatility } = await this.#commands.hGetAll(KEY.market);
    return run ? { run, first: Number(first), volatility: Number(volatility) } : undefined;
  }

  /**
   * Begins a run, unless another has begun meanwhile.
   * @param instead the run that there was, if there was any; the steps of `before` go, too
   */
  async begin(
    { run, first, volatility }: StoredRun,
    step: MadeStep,
    rate: number,
    { instead = '', before }: { instead?: string | undefined; before: string },
  ): Promise<void> {
    const [entry = []] = Object.entries(encode(step));
    await this.#commands.eval(BEGIN, {
      keys: [KEY.market, KEY.steps(run), KEY.rates(run), KEY.steps(before), KEY.rates(before)],
      arguments: [instead, run, ...[first, volatility, rate].map(String), ...entry],
    });
  }

  /** All steps that are kept, oldest first. */
  async recent(run: string): Promise<MadeStep[]> {
    const entries = await this.#commands.xRevRange(KEY.steps(run), '+', '-', { COUNT: HISTORY });
    return (entries ?? []).reverse().map(({ id, message }) => decode(id, message));
  }

  /** The first step that is kept from `seq` on. */
  async from(run: string, seq: number): Promise<MadeStep | undefined> {
    const entries = await this.#commands.xRange(KEY.steps(run), idOf(seq), '+', { COUNT: 1 });
    const [entry] = entries ?? [];
    return entry && decode(entry.id, entry.message);
  }

  async rate(run: string): Promise<{ id: string; rate: number }> {
    const entries = await this.#commands.xRevRange(KEY.rates(run), '+', '-', { COUNT: 1 });
    const [entry] = entries ?? [];
    return { id: entry?.id ?? '0-0', rate: Number(entry?.message['rate'] ?? 0) };
  }

  /** Waits a while for what comes after a position; it may be nothing. */
  async next(run: string, { seq, rateId }: Position): Promise<News> {
    const streams: Stream[] | null = await this.#reads.xRead(
      [
        { key: KEY.steps(run), id: idOf(seq) },
        { key: KEY.rates(run), id: rateId },
      ],
      { BLOCK, COUNT: AT_A_TIME },
    );
    const of = (key: string) => streams?.find(({ name }) => name === key)?.messages ?? [];
    return {
      steps: of(KEY.steps(run)).map(({ id, message }) => decode(id, message)),
      rates: of(KEY.rates(run)).map(({ id, message }) => ({ id, rate: Number(message['rate']) })),
    };
  }

  /**
   * @returns false if somebody else has made this step already
   * @throws if Redis takes none, or the run is gone
   */
  async add(run: string, step: MadeStep): Promise<boolean> {
    const trim = { strategy: 'MAXLEN', strategyModifier: '~', threshold: HISTORY } as const;
    try {
      const id = await this.#commands.xAddNoMkStream(KEY.steps(run), idOf(step.seq), encode(step), {
        TRIM: trim,
      });
      if (id === null) throw new Error('The prices in Redis are gone');
      return true;
    } catch (error) {
      if (/equal or smaller/.test((error as Error).message)) return false;
      throw error;
    }
  }

  /** @throws if Redis does not take it, or the run is gone */
  async setRate(run: string, rate: number): Promise<void> {
    const only = { TRIM: { strategy: 'MAXLEN', threshold: 1 } } as const;
    const entry = { rate: String(rate) };
    const id = await this.#commands.xAddNoMkStream(KEY.rates(run), '*', entry, only);
    if (id === null) throw new Error('The market in Redis is gone');
  }

  /** What Redis' clock says, in ms since 1970. */
  async time(): Promise<number> {
    const [seconds, micros] = await within(ANSWER_TIMEOUT, this.#commands.time());
    return inMs(seconds, micros);
  }

  /**
   * Asks for the lease, or renews it.
   * @param ms it lasts so long
   * @param run the one that is expected, with its steps
   * @returns whether `maker` holds it now, which run there is, if any, and Redis' time in ms since 1970
   */
  async lease(
    run: string,
    maker: string,
    ms: number,
  ): Promise<{ run: string; held: boolean; time: number }> {
    const [found, holder, seconds, micros] = (await within(
      ANSWER_TIMEOUT,
      this.#commands.eval(LEASE, {
        keys: [KEY.market, KEY.maker, KEY.steps(run)],
        arguments: [maker, String(ms)],
      }),
    )) as string[];
    return { run: found ?? '', held: holder === maker, time: inMs(seconds, micros) };
  }

  /** Lets somebody else make the next step, at once. */
  async release(maker: string): Promise<void> {
    await this.#commands.eval(RELEASE, { keys: [KEY.maker], arguments: [maker] });
  }
}

const inMs = (seconds: unknown, micros: unknown) => Number(seconds) * 1000 + Number(micros) / 1000;
