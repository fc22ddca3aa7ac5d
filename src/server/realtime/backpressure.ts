import type { Writable } from 'node:stream';
import type { Health } from './health.ts';

/** A client with more than this still unsent, in bytes, can't keep up and misses ticks until it can. */
export const HIGH_WATER_MARK = 64 * 1024;

/** One that can't keep up and has taken nothing for so long is given up, in ms. */
export const SLOW_TIMEOUT = 20_000;

/** A client that catches up is sent {@link HIGH_WATER_MARK} in so many ms at most: 1.3 MB a second. */
export const CATCH_UP_TIME = 50;

type Chunk = string | Uint8Array;

/** A client that is told later, when it has taken what it was told before. */
interface SlowSubscriber {
  /** Since when it has taken nothing, in ms. */
  since: number;
  /** All that it still has to be told, with what happens meanwhile; who can't keep up has none. */
  missed?: Iterator<Chunk>;
  /** The newest of what it has missed for good. */
  newest?: Chunk;
}

/** How an backpressure deals with its clients. */
interface SubscriberActions<Client> {
  /** Whether a client may still be told something. */
  isOpen(client: Client): boolean;
  /** Ends a client that has been too slow for too long. */
  disconnect(client: Client): void;
}

/**
 * Tells clients of things as they happen. One that can't keep up costs little more than
 * {@link HIGH_WATER_MARK}: it misses what comes meanwhile and goes on with the newest.
 */
export class Backpressure<Client extends Writable> {
  readonly #health: Pick<Health, 'skipped' | 'disconnected'>;
  readonly #actions: SubscriberActions<Client>;
  readonly #now: () => number;
  readonly #slow = new Map<Client, SlowSubscriber>();
  /** Until when each client has used up its share, in ms; asking anew gains nothing. */
  readonly #spent = new WeakMap<Client, number>();
  /** Clients whose turn it is to catch up. One is served in each turn of the event loop. */
  readonly #turns = new Set<Client>();
  /** One listener for all clients: hears that one has taken all it was told. */
  readonly #drained: (this: Client) => void;

  constructor(
    health: Pick<Health, 'skipped' | 'disconnected'>,
    actions: SubscriberActions<Client>,
    now = () => performance.now(),
  ) {
    this.#health = health;
    this.#actions = actions;
    this.#now = now;
    const backpressure = this;
    this.#drained = function () {
      const subscriber = backpressure.#slow.get(this);
      if (subscriber?.missed) backpressure.#queue(this);
      else backpressure.#goOn(this);
    };
  }

  /**
   * Tells a client all that it has missed, no faster than it takes it, leaving room for the others.
   * `missed` has to bring what happens meanwhile too; once it has come to its end, {@link tell} does.
   */
  join(client: Client, missed: Iterator<Chunk>): void {
    client.on('drain', this.#drained);
    this.#catchUp(client, missed);
  }

  /** Tells a client nothing any more. */
  leave(client: Client): void {
    client.off('drain', this.#drained);
    this.#slow.delete(client);
  }

  /** Tells a client of something that happens now. */
  tell(client: Client, chunk: Chunk): void {
    const subscriber = this.#slow.size > 0 ? this.#slow.get(client) : undefined;
    if (subscriber) this.#wait(client, subscriber, chunk);
    else if (client.writableLength <= HIGH_WATER_MARK) client.write(chunk);
    else this.#slow.set(client, { since: this.#now(), newest: chunk });
  }

  #wait(client: Client, subscriber: SlowSubscriber, chunk: Chunk): void {
    if (subscriber.newest !== undefined) {
      this.#health.skipped += 1;
      subscriber.newest = chunk;
    }
    if (this.#now() - subscriber.since <= SLOW_TIMEOUT) return;
    this.#health.disconnected += 1;
    this.#actions.disconnect(client);
  }

  #goOn(client: Client): void {
    const subscriber = this.#slow.get(client);
    this.#slow.delete(client);
    if (!subscriber || !this.#actions.isOpen(client)) return;
    if (subscriber.missed) this.#catchUp(client, subscriber.missed);
    else client.write(subscriber.newest);
  }

  #catchUp(client: Client, missed: Iterator<Chunk>): void {
    const now = this.#now();
    const spent = Math.max(this.#spent.get(client) ?? 0, now);
    const most = HIGH_WATER_MARK - client.writableLength;
    let told = 0;
    while (spent - now < CATCH_UP_TIME && told <= most) {
      const { value, done } = missed.next();
      if (done) {
        this.#spend(client, spent, told);
        return;
      }
      client.write(value);
      told += value.length;
    }
    const again = this.#spend(client, spent, told) - now;
    const subscriber = { since: now, missed };
    this.#slow.set(client, subscriber);
    setTimeout(() => {
      if (this.#slow.get(client) === subscriber && !client.writableNeedDrain) this.#queue(client);
    }, again).unref();
  }

  /** Charges a client for so many bytes. @returns until when it has used up its share, in ms */
  #spend(client: Client, spent: number, bytes: number): number {
    const until = spent + (bytes / HIGH_WATER_MARK) * CATCH_UP_TIME;
    this.#spent.set(client, until);
    return until;
  }

  #queue(client: Client): void {
    if (this.#turns.size === 0) setImmediate(() => this.#serve());
    this.#turns.add(client);
  }

  /** Lets one client catch up a little, and the others after everything else that waits. */
  #serve(): void {
    const [client] = this.#turns;
    if (!client) return;
    this.#turns.delete(client);
    if (this.#turns.size > 0) setImmediate(() => this.#serve());
    this.#goOn(client);
  }
}
