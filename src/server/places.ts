import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from './refusal.ts';

/** How many held questions and open streams one address may have: a class behind one router. */
export const PLACES = 256;

/** When to try again, in s. */
const RETRY_AFTER = 5;

/** Counts what is held open for each address, so that one of them can't use up the server. */
export class Places {
  readonly #taken = new Map<string, number>();

  /** Refuses with 503 when the address has no place left; call it before anything is held. */
  check = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if ((this.#taken.get(request.ip) ?? 0) < PLACES) return;
    reply.header('retry-after', String(RETRY_AFTER));
    await refuse(
      reply,
      503,
      `Your address holds ${PLACES} questions and streams open already. Close some, or try again in ${RETRY_AFTER} s.`,
    );
  };

  /** Takes a place; call what it returns, once, to give it back. */
  take({ ip }: FastifyRequest): () => void {
    this.#taken.set(ip, (this.#taken.get(ip) ?? 0) + 1);
    return () => {
      const left = (this.#taken.get(ip) ?? 1) - 1;
      if (left > 0) this.#taken.set(ip, left);
      else this.#taken.delete(ip);
    };
  }
}
