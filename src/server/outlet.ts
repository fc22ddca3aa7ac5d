import type { Writable } from 'node:stream';
import type { Vitals } from './vitals.ts';

/** A client with more than this still unsent, in bytes, can't keep up and misses ticks until it can. */
export const BACKLOG = 64 * 1024;

/** One that can't keep up and has taken nothing for so long is given up, in ms. */
export const PATIENCE = 20_000;

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
      outlet.#goOn(this);
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
    for (let told = client.writableLength; told <= BACKLOG; ) {
      const { value, done } = missed.next();
      if (done) return;
      client.write(value);
      told += value.length;
    }
    const laggard = { since: this.#now(), missed };
    this.#laggards.set(client, laggard);
    if (client.writableNeedDrain) return;
    setImmediate(() => {
      if (this.#laggards.get(client) === laggard) this.#goOn(client);
    });
  }
}
