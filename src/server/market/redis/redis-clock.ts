/** How many of the last readings are compared. */
const READINGS = 20;

/** By more than this, in ms, the clock is set back at once; by less it waits. */
const STEP_BACK = 1_000;

/** The clock of Redis, which all servers of a market share, however their own are set. */
export class RedisClock {
  readonly #local: () => number;
  readonly #readings: { offset: number; error: number }[] = [];
  #offset = 0;
  #last = 0;

  /** @param local a clock that never goes back, in ms */
  constructor(local: () => number) {
    this.#local = local;
  }

  /** The local clock, in ms. */
  get local(): number {
    return this.#local();
  }

  /** What was read before may be of another computer. */
  reset(): void {
    this.#readings.length = 0;
  }

  /**
   * Takes a reading.
   * @param asked when it was asked for, by the local clock
   * @param time what Redis said, in ms since 1970
   */
  add(asked: number, time: number): void {
    const answered = this.#local();
    this.#readings.push({
      offset: time - (asked + answered) / 2,
      error: (answered - asked) / 2,
    });
    if (this.#readings.length > READINGS) this.#readings.shift();
    // The reading that took the least time is the most exact.
    this.#offset = this.#readings.reduce((a, b) => (b.error < a.error ? b : a)).offset;
  }

  /** In ms since 1970; it does not go back. */
  now(): number {
    const now = this.#local() + this.#offset;
    if (now > this.#last || this.#last - now > STEP_BACK) this.#last = now;
    return this.#last;
  }
}
