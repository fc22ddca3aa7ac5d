import type { Writable } from 'node:stream';
import type { Vitals } from '../routes/health.ts';

/** A client with more than this still unsent, in bytes, can't keep up and misses ticks until it can. */
export const BACKLOG = 64 * 1024;

/** One that can't keep up and has taken nothing for so long is given up, in ms. */
export const PATIENCE = 20_000;

/** A client that catches up is sent {@link BACKLOG} in so many ms at most: 1.3 MB a second. */
export const CATCH_UP_TIME = 50;

type Chunk = string | Uint8Array;

/** A client that is told later, when it has taken what it was told before. */
interface Laggard {
  /** Since when it has taken nothing, in ms. */
  since: number;
  /** All that it still has to be told, with what happens meanwhile; who can't keep up has none. */
  missed?: Iterator<Chunk>;
  /** The newest of what it has missed for good. */
  newest?: Chunk;
}

/** How an outlet deals with its clients. */
interface Manners<Client> {
  /** Whether a client may still be told something. */
  isOpen(client: Client): boolean;
  /** Ends a client that has been too slow for too long. */
  giveUp(client: Client): void;
}

/**
 * Tells clients of things as they happen. One that can't keep up costs little more than
 * {@link BACKLOG}: it misses what comes meanwhile and goes on with the newest.
 */
export class Outlet<Client extends Writable> {
  readonly #vitals: Pick<Vitals, 'skipped' | 'givenUp'>;
  readonly #manners: Manners<Client>;
  readonly #now: () => number;
  readonly #laggards = new Map<Client, Laggard>();
  /** Until when each client has used up its share, in ms; asking anew gains nothing. */
  readonly #spent = new WeakMap<Client, number>();
  /** Clients whose turn it is to catch up. One is served in each turn of the event loop. */
  readonly #turns = new Set<Client>();
  /** One listener for all clients: hears that one has taken all it was told. */
  readonly #drained: (this: Client) => void;

  constructor(
    vitals: Pick<Vitals, 'skipped' | 'givenUp'>,
    manners: Manners<Client>,
    now = () => performance.now(),
  ) {
    this.#vitals = vitals;
    this.#manners = manners;
    this.#now = now;
    const outlet = this;
    this.#drained = function () {
      const laggard = outlet.#laggards.get(this);
      if (laggard?.missed) outlet.#queue(this);
      else outlet.#goOn(this);
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
    this.#laggards.delete(client);
  }

  /** Tells a client of something that happens now. */
  tell(client: Client, chunk: Chunk): void {
    const laggard = this.#laggards.size > 0 ? this.#laggards.get(client) : undefined;
    if (laggard) this.#wait(client, laggard, chunk);
    else if (client.writableLength <= BACKLOG) client.write(chunk);
    else this.#laggards.set(client, { since: this.#now(), newest: chunk });
  }

  #wait(client: Client, laggard: Laggard, chunk: Chunk): void {
    if (laggard.newest !== undefined) {
      this.#vitals.skipped += 1;
      laggard.newest = chunk;
    }
    if (this.#now() - laggard.since <= PATIENCE) return;
    this.#vitals.givenUp += 1;
    this.#manners.giveUp(client);
  }

  #goOn(client: Client): void {
    const laggard = this.#laggards.get(client);
    this.#laggards.delete(client);
    if (!laggard || !this.#manners.isOpen(client)) return;
    if (laggard.missed) this.#catchUp(client, laggard.missed);
    else client.write(laggard.newest);
  }

  #catchUp(client: Client, missed: Iterator<Chunk>): void {
    const now = this.#now();
    const spent = Math.max(this.#spent.get(client) ?? 0, now);
    const most = BACKLOG - client.writableLength;
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
    const laggard = { since: now, missed };
    this.#laggards.set(client, laggard);
    setTimeout(() => {
      if (this.#laggards.get(client) === laggard && !client.writableNeedDrain) this.#queue(client);
    }, again).unref();
  }

  /** Charges a client for so many bytes. @returns until when it has used up its share, in ms */
  #spend(client: Client, spent: number, bytes: number): number {
    const until = spent + (bytes / BACKLOG) * CATCH_UP_TIME;
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
