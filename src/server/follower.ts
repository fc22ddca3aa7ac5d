import type { Writable } from 'node:stream';
import type { Vitals } from './vitals.ts';

/** A client with more than this still unsent, in bytes, can't keep up and misses ticks until it can. */
export const BACKLOG = 64 * 1024;

/** One that could not keep up for so long is given up, in ms. */
export const PATIENCE = 20_000;

const clock = () => performance.now();

/**
 * A client that is told of things as they happen. One that can't keep up costs no more than
 * {@link BACKLOG}: it misses what comes meanwhile and goes on with the newest.
 */
export class Follower {
  readonly #connection: Writable;
  readonly #giveUp: () => void;
  readonly #vitals: Pick<Vitals, 'skipped' | 'givenUp'>;
  readonly #now: () => number;
  /** The newest of what it has missed. */
  #newest: string | Uint8Array | undefined;
  #behindSince: number | undefined;

  /** @param giveUp is called when it has been too slow for too long */
  constructor(
    connection: Writable,
    giveUp: () => void,
    vitals: Pick<Vitals, 'skipped' | 'givenUp'>,
    now = clock,
  ) {
    this.#connection = connection;
    this.#giveUp = giveUp;
    this.#vitals = vitals;
    this.#now = now;
  }

  tell(chunk: string | Uint8Array): void {
    if (this.#connection.writableLength <= BACKLOG) {
      this.#newest = undefined;
      this.#behindSince = undefined;
      this.#connection.write(chunk);
      return;
    }
    if (this.#behindSince === undefined) {
      this.#behindSince = this.#now();
      this.#connection.once('drain', () => this.#catchUp());
    }
    if (this.#newest !== undefined) this.#vitals.skipped += 1;
    this.#newest = chunk;
    if (this.#now() - this.#behindSince <= PATIENCE) return;
    this.#vitals.givenUp += 1;
    this.#giveUp();
  }

  #catchUp(): void {
    const newest = this.#newest;
    this.#newest = undefined;
    this.#behindSince = undefined;
    if (newest !== undefined && this.#connection.writable) this.#connection.write(newest);
  }
}
