import { localNow, type ServerClock } from '../clock.ts';

/** The clock is read quickly at first, then now and then, in ms. */
const FIRST_PINGS = 5;
const PING_SOON = 100;
const PING_EVERY = 2_000;

/** A ping without an answer, and without anything else heard, means a lost line after so long, in ms. */
export const ANSWER_TIMEOUT = 5_000;

/** Reads the server's clock by pings, which also tell whether the server is still there. */
export class ClockReader {
  readonly #clock: ServerClock;
  readonly #ping: (id: number) => void;
  readonly #unanswered: () => void;
  /** When each ping that has no answer yet was sent, by this page's clock in ms. */
  readonly #pinged = new Map<number, number>();
  #pings = 0;
  /** When something was last heard, and when the last ping was due, by this page's clock in ms. */
  #heard = 0;
  #due = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param ping sends a ping with this id
   * @param unanswered the server is silent
   */
  constructor(clock: ServerClock, ping: (id: number) => void, unanswered: () => void) {
    this.#clock = clock;
    this.#ping = ping;
    this.#unanswered = unanswered;
  }

  /** Reads the clock anew: what was known may be of another server, or from before a sleep. */
  restart(): void {
    this.stop();
    this.#pings = 0;
    this.#next();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#pinged.clear();
  }

  /** Something has arrived, `received` by this page's clock in ms. */
  heard(received: number): void {
    this.#heard = received;
  }

  /**
   * @param at the server's time in the answer to a ping, in ms
   * @returns whether it is the first reading since the restart
   */
  answered(id: number, at: number, received: number): boolean {
    const sent = this.#pinged.get(id);
    this.#pinged.delete(id);
    if (sent === undefined) return false;
    if (id === 1) this.#clock.reset();
    this.#clock.add(sent, at, received);
    return id === 1;
  }

  #next(): void {
    const now = localNow();
    const [oldest = now] = this.#pinged.values();
    const unanswered = this.#heard < oldest && now - oldest > ANSWER_TIMEOUT;
    // A timer that comes late, as in a hidden tab, proves nothing: what has arrived may wait behind it.
    if (unanswered && now - this.#due < PING_EVERY) {
      this.#unanswered();
      return;
    }
    this.#pings += 1;
    this.#pinged.set(this.#pings, now);
    this.#ping(this.#pings);
    const pause = this.#pings < FIRST_PINGS ? PING_SOON : PING_EVERY;
    this.#due = now + pause;
    this.#timer = setTimeout(() => this.#next(), pause);
  }
}
