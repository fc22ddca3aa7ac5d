import type { FastifyReply, FastifyRequest } from 'fastify';
import { visitorOf } from './addresses.ts';
import { RETRY_AFTER, refuseForNow } from './errors.ts';

/** Counts what each address holds open, so that one of them can't use up the server. */
export class AddressQuota {
  readonly #most: number;
  readonly #taken = new Map<string, number>();

  /** @param most how many each address may take */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many all addresses have taken together. */
  get taken(): number {
    return [...this.#taken.values()].reduce((sum, taken) => sum + taken, 0);
  }

  /**
   * Takes a place, or returns nothing when the address has none left. Synchronous, because between
   * a check and a later take other requests would slip through.
   * @param address as {@link visitorOf} says it
   * @returns gives the place back; calling it again does nothing
   */
  tryTake(address: string): (() => void) | undefined {
    const taken = this.#taken.get(address) ?? 0;
    if (taken >= this.#most) return undefined;
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

  /** A hook that takes a place for a WebSocket for as long as its connection is there. */
  holdSocket = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const release = request.ws ? this.tryTake(visitorOf(request)) : undefined;
    if (request.ws && !release) {
      this.refuse(reply);
      return;
    }
    if (release) request.raw.socket.once('close', release);
    done();
  };

  /** Answers 503: the address has no place left. */
  refuse(reply: FastifyReply): FastifyReply {
    return refuseForNow(
      reply,
      `Your address holds ${this.#most} questions and streams open already. Close some, or try again in ${RETRY_AFTER} s.`,
    );
  }
}
