/** This page's clock, in ms since 1970; not moved when somebody sets the computer's clock. */
export const localNow = (): number => performance.timeOrigin + performance.now();

/** How long ago something was, in ms of the page's clock. */
export const since = (time: number): number => localNow() - time;

/** No browser's clock is coarser, in ms; after so many readings the search for its step is given up. */
const COARSEST = 100;
const READINGS = 1_000_000;

/**
 * By how much this page's clock goes on at once, in ms: some µs mostly, but 16 or 100 ms in a browser
 * that hides who its user is.
 */
export function clockStep(now = localNow): number {
  const first = now();
  let edge = first;
  for (let i = 0; i < READINGS; i++) {
    const time = now();
    if (time === edge) continue;
    // The first step had begun before anybody looked.
    if (edge !== first) return time - edge;
    edge = time;
  }
  return COARSEST;
}

/** How many exchanges are remembered. */
const REMEMBERED = 8;

interface Exchange {
  roundTrip: number;
  offset: number;
}

/**
 * Estimates the server's clock from exchanges over the instruments, by NTP's method: of the last eight
 * the one with the lowest round trip counts (RFC 5905 §8 and §10).
 */
export class ServerClock {
  readonly #step: number;
  #exchanges: Exchange[] = [];

  /** @param step by how much this page's clock goes on at once, in ms */
  constructor(step = 0) {
    this.#step = step;
  }

  /** One exchange: sent and received by this page's clock, answered by the server's; all in ms. */
  add(sent: number, answered: number, received: number): void {
    this.#exchanges.push({
      roundTrip: received - sent,
      offset: answered - (sent + received) / 2,
    });
    this.#exchanges = this.#exchanges.slice(-REMEMBERED);
  }

  /** Forgets all exchanges: after a sleep, or with another server, they may be wrong. */
  reset(): void {
    this.#exchanges = [];
  }

  get #best(): Exchange | undefined {
    return this.#exchanges.reduce<Exchange | undefined>(
      (best, next) => (best && best.roundTrip <= next.roundTrip ? best : next),
      undefined,
    );
  }

  /** Server time now, in ms since 1970; undefined before the first exchange. */
  get now(): number | undefined {
    return this.at(localNow());
  }

  /** Server time at a time of this page's clock, as far as is known by now; undefined before the first exchange. */
  at(local: number): number | undefined {
    const best = this.#best;
    return best && local + best.offset;
  }

  /** The estimate is wrong by at most so many ms, either way. */
  get error(): number | undefined {
    const best = this.#best;
    return best && best.roundTrip / 2 + this.#step;
  }
}
