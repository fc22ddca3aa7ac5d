import type { Writable } from 'node:stream';
import type { Vitals } from './vitals.ts';

/** A client with more than this still unsent, in bytes, can't keep up and misses ticks until it can. */
export const BACKLOG = 64 * 1024;

/** One that could not keep up for so long is given up, in ms. */
export const PATIENCE = 20_000;

type Chunk = string | Uint8Array;

/** A client that can't keep up, or could not until a moment ago. */
interface Laggard {
  /** Since when it can't, in ms. */
  since: number | undefined;
  /** The newest of what it has missed. */
  newest: Chunk | undefined;
}

/**
 * Tells clients of things as they happen. One that can't keep up costs no more than
 * {@link BACKLOG}: it misses what comes meanwhile and goes on with the newest.
 */
export class Outlet<Client extends Writable> {
  readonly #vitals: Pick<Vitals, 'skipped' | 'givenUp'>;
  readonly #giveUp: (client: Client) => void;
  readonly #now: () => number;
  readonly #laggards = new Map<Client, Laggard>();

  /** @param giveUp is called when a client has been too slow for too long */
  constructor(
    vitals: Pick<Vitals, 'skipped' | 'givenUp'>,
    giveUp: (client: Client) => void,
    now = () => performance.now(),
  ) {
    this.#vitals = vitals;
    this.#giveUp = giveUp;
    this.#now = now;
  }

  tell(client: Client, chunk: Chunk): void {
    if (client.writableLength > BACKLOG) {
      this.#keep(client, chunk);
      return;
    }
    const laggard = this.#laggards.size > 0 ? this.#laggards.get(client) : undefined;
    if (laggard?.newest !== undefined) this.#vitals.skipped += 1;
    if (laggard) laggard.newest = laggard.since = undefined;
    client.write(chunk);
  }

  #keep(client: Client, chunk: Chunk): void {
    const laggard = this.#laggards.get(client) ?? this.#follow(client);
    laggard.since ??= this.#now();
    if (laggard.newest !== undefined) this.#vitals.skipped += 1;
    laggard.newest = chunk;
    if (this.#now() - laggard.since <= PATIENCE) return;
    this.#vitals.givenUp += 1;
    this.#giveUp(client);
  }

  #follow(client: Client): Laggard {
    const laggard: Laggard = { since: undefined, newest: undefined };
    this.#laggards.set(client, laggard);
    client.once('close', () => this.#laggards.delete(client));
    client.once('drain', () => {
      this.#laggards.delete(client);
      if (laggard.newest !== undefined && client.writable) client.write(laggard.newest);
    });
    return laggard;
  }
}
