import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from './refusal.ts';

/** When to try again, in s. */
const RETRY_AFTER = 5;

/** Counts what each address holds open, so that one of them can't use up the server. */
export class Places {
  readonly #most: number;
  readonly #taken = new Map<string, number>();

  /** @param most how many places each address has */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether an address has no place left. */
  full(address: string): boolean {
    return (this.#taken.get(address) ?? 0) >= this.#most;
  }

  /** Takes a place; call what it returns, once, to give it back. */
  take(address: string): () => void {
    this.#taken.set(address, (this.#taken.get(address) ?? 0) + 1);
    return () => {
      const left = (this.#taken.get(address) ?? 1) - 1;
      if (left > 0) this.#taken.set(address, left);
      else this.#taken.delete(address);
    };
  }

  /** Refuses with 503 when the address has no place left; call it before anything is held. */
  check = async ({ ip }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!this.full(ip)) return;
    reply.header('retry-after', String(RETRY_AFTER));
    await refuse(
      reply,
      503,
      `Your address holds ${this.#most} questions and streams open already. Close some, or try again in ${RETRY_AFTER} s.`,
    );
  };
}
