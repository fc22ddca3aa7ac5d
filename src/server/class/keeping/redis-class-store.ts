import { createHash } from 'node:crypto';
import { ANSWER_TIMEOUT, type Client, newClient, within } from '../../redis/client.ts';
import { rounds } from '../round/rounds.ts';
import type { ClassStore, Taken } from './class-store.ts';
import { type KeptClass, lifetimeOf, readKept } from './kept-class.ts';
import { RedisHold } from './redis-hold.ts';
import { BEGIN, KEEP, TAKE } from './scripts.ts';

/** How often it is looked whether classes are still this server's, in ms. */
const LOOK = 500;

/** A lost Redis is called again after so long, in ms: at least, and at most. */
const RETRY = { min: 100, max: 2_000 };

/** One slot, so that it also works on a Redis Cluster. */
const KEY = {
  class: (code: string) => `{ask-or-be-told}:class:${code}`,
  begun: '{ask-or-be-told}:classes',
  begunBy: (visitor: string) => `{ask-or-be-told}:classes:${hash(visitor)}`,
} as const;

interface StoreOptions {
  url: string;
  /** Classes that there may be, in all and of those begun by one address. */
  limits: { classes: number; perAddress: number };
  /** Is told in a sentence when something has gone wrong, and when all is well again. */
  log: (sentence: string) => void;
}

/** Classes in Redis: each a hash of its state and of the epoch that fences it. */
export class RedisClassStore implements ClassStore {
  readonly #options: StoreOptions;
  readonly #client: Client;
  readonly #holds = new Map<string, RedisHold>();
  readonly #timer: NodeJS.Timeout;
  #looking = false;
  #trouble = false;

  private constructor(options: StoreOptions, client: Client) {
    this.#options = options;
    this.#client = client;
    this.#timer = setInterval(() => void this.#look(), LOOK);
  }

  /** Waits for Redis for as long as it takes. */
  static async open(options: StoreOptions): Promise<RedisClassStore> {
    const client = newClient(options.url, {
      silence: LOOK + ANSWER_TIMEOUT,
      reconnectStrategy: (retries) => {
        const longest = Math.min(RETRY.min * 2 ** retries, RETRY.max);
        // Not all servers at the same moment.
        return longest * (0.5 + Math.random() / 2);
      },
    });
    await client.connect();
    return new RedisClassStore(options, client);
  }

  async begin(code: string, kept: KeptClass, visitor: string) {
    const { classes, perAddress } = this.#options.limits;
    const answer = await this.#run(
      BEGIN,
      [KEY.class(code), KEY.begun, KEY.begunBy(visitor)],
      [code, JSON.stringify(kept), lifetimeOf(kept), KEY.class(''), classes, perAddress],
    );
    return answer as 'begun' | 'in-use' | 'too-many';
  }

  async take(code: string, otherwise?: KeptClass): Promise<Taken | undefined> {
    const begun = otherwise ? [JSON.stringify(otherwise), lifetimeOf(otherwise)] : [];
    const answer = await this.#run(TAKE, [KEY.class(code)], begun);
    if (!answer) return undefined;
    const [epoch, text] = answer as [string, string];
    const kept = readKept(text, rounds.length);
    if (!kept) {
      this.#options.log(`Redis has a class ${code} of another version, which can’t go on here.`);
      return undefined;
    }
    return {
      kept,
      hold: (read, onLost) => {
        const hold = new RedisHold({
          epoch: Number(epoch),
          read,
          write: (epoch, kept) => this.#keep(code, epoch, kept),
          onLost,
          onEnd: () => this.#holds.delete(code),
        });
        this.#holds.set(code, hold);
        return hold;
      },
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const holds = [...this.#holds.values()];
    await Promise.all(holds.map((hold) => hold.flush()));
    for (const hold of holds) hold.release();
    if (this.#client.isOpen) this.#client.destroy();
  }

  async #keep(code: string, epoch: number, kept: KeptClass): Promise<boolean> {
    try {
      const text = JSON.stringify(kept);
      const answer = await this.#run(KEEP, [KEY.class(code)], [epoch, text, lifetimeOf(kept)]);
      this.#say();
      return answer === 1;
    } catch (error) {
      this.#say(error as Error);
      throw error;
    }
  }

  /** Whether other servers have taken classes from here. */
  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const holds = [...this.#holds];
      // A connection without a word would be given up, and a class that is asked for meanwhile not be found.
      if (holds.length === 0) await within(ANSWER_TIMEOUT, this.#client.ping());
      const reads = holds.map(([code]) => this.#client.hGet(KEY.class(code), 'epoch'));
      const epochs = await within(ANSWER_TIMEOUT, Promise.all(reads));
      holds.forEach(([, hold], i) => {
        hold.seen(Number(epochs[i] ?? 0));
        // That Redis answers does not show that it keeps anything: only a write does.
        if (this.#trouble) hold.changed();
      });
    } catch (error) {
      if (this.#holds.size > 0) this.#say(error as Error);
    } finally {
      this.#looking = false;
    }
  }

  #run(script: string, keys: string[], args: (string | number)[]): Promise<unknown> {
    return within(ANSWER_TIMEOUT, this.#client.eval(script, { keys, arguments: args.map(String) }));
  }

  /** Says once that classes can't be kept, and once that they are again. */
  #say(error?: Error): void {
    if (this.#trouble === (error !== undefined)) return;
    this.#trouble = error !== undefined;
    this.#options.log(
      error
        ? `Redis does not keep classes now (${error.message}). They go on here, in memory, and are kept again once it does.`
        : 'Redis keeps the classes again.',
    );
  }
}

const hash = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);
