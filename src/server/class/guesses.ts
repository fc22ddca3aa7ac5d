/** How many wrong codes of an address are answered at once… */
const AT_ONCE = 20;

/** …then one more each so many ms. */
const ONE_MORE = 3_000;

/** Beyond this many addresses, those that may guess as often as ever are forgotten. */
const SWEEP = 10_000;

/** Slows those down who guess codes: each address has a stock of guesses that fills up slowly. */
export class Guesses {
  readonly #now: () => number;
  /** When the stock of an address will be full again. */
  readonly #full = new Map<string, number>();
  /** Wrong codes in all. */
  wrong = 0;

  /** @param now a clock that never goes back, in ms */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether an address has none left. */
  spent(visitor: string): boolean {
    return (this.#full.get(visitor) ?? 0) - this.#now() > (AT_ONCE - 1) * ONE_MORE;
  }

  /** An address has sent a wrong code. */
  count(visitor: string): void {
    const now = this.#now();
    this.wrong += 1;
    this.#full.set(visitor, Math.max(this.#full.get(visitor) ?? 0, now) + ONE_MORE);
    if (this.#full.size <= SWEEP) return;
    for (const [who, full] of this.#full) if (full <= now) this.#full.delete(who);
  }
}
