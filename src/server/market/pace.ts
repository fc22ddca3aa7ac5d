/** A clock later than this (a laptop that slept) goes on from now instead of catching up, in ms. */
const LOST = 1_000;

/** Calls for a step at an even rate. */
export class Pace {
  readonly #step: () => void;
  #rate = 0;
  #timer: NodeJS.Timeout | undefined;
  #due = 0;

  constructor(step: () => void) {
    this.#step = step;
  }

  /** Steps per second; 0 while it stands still. */
  get rate(): number {
    return this.#rate;
  }

  /**
   * Begins, or goes on at another rate; 0 stops it.
   * @param passed of the first period, in ms
   */
  set(rate: number, passed = 0): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#rate = rate;
    if (rate > 0) {
      this.#due = performance.now() - Math.min(passed, 1000 / rate);
      this.#schedule();
    }
  }

  #schedule(): void {
    // Each step is due one period after the last was due, not after it ran, so lateness never adds up.
    this.#due += 1000 / this.#rate;
    const now = performance.now();
    if (now - this.#due > LOST) this.#due = now;
    const wait = Math.max(this.#due - now, 0);
    const timer = setTimeout(() => {
      this.#step();
      // The step may have stopped it, or changed the rate.
      if (this.#timer === timer) this.#schedule();
    }, wait);
    this.#timer = timer;
  }
}
