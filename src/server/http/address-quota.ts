import type { FastifyReply, FastifyRequest } from 'fastify';
import { visitorOf } from './addresses.ts';
import { RETRY_AFTER, refuseForNow } from './errors.ts';

/** Whom a quota counts, and what it calls them when it refuses. */
export interface Holders {
  who: string;
  keyOf: (request: FastifyRequest) => string;
}

const ADDRESSES: Holders = { who: 'Your address', keyOf: visitorOf };

/** Counts what each address, or other holder, has open, so that one of them can't use up the server. */
export class AddressQuota {
  readonly #max: number;
  readonly #holders: Holders;
  readonly #taken = new Map<string, number>();

  /** @param max how many each may take */
  constructor(max: number, holders = ADDRESSES) {
    this.#max = max;
    this.#holders = holders;
  }

  /** How many all have taken together. */
  get taken(): number {
    return [...this.#taken.values()].reduce((sum, taken) => sum + taken, 0);
  }

  /**
   * Takes a place, or returns nothing when this holder has none left. Synchronous, because between
   * a check and a later take other requests would slip through.
   * @param address as {@link visitorOf} says it, or another holder's key
   * @returns gives the place back; calling it again does nothing
   */
  tryTake(address: string): (() => void) | undefined {
    const taken = this.#taken.get(address) ?? 0;
    if (taken >= this.#max) return undefined;
    this.#taken.set(address, taken + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (this.#taken.get(address) ?? 1) - 1;
      if (left > 0) this.#taken.set(address, left);
      else this.#taken.delete(address);
    };
  }

  /** {@link tryTake} for whoever sends this request. */
  tryTakeFor(request: FastifyRequest): (() => void) | undefined {
    return this.tryTake(this.#holders.keyOf(request));
  }

  /** A hook that takes a place for a WebSocket for as long as its connection is there. */
  holdSocket = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const release = request.ws ? this.tryTakeFor(request) : undefined;
    if (request.ws && !release) {
      this.refuse(reply);
      return;
    }
    if (release) request.raw.socket.once('close', release);
    done();
  };

  /** Answers 503: there is no place left. */
  refuse(reply: FastifyReply): FastifyReply {
    return refuseForNow(
      reply,
      `${this.#holders.who} holds ${this.#max} questions and streams open already. Close some, or try again in ${RETRY_AFTER} s.`,
    );
  }
}
