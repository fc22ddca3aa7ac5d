/** Allows so many of something a second to each of many, counted anew each second. */
export class RateLimit {
  readonly #max: number;
  readonly #now: () => number;
  #second = 0;
  #counts = new Map<string, number>();

  constructor(max: number, now = () => performance.now()) {
    this.#max = max;
    this.#now = now;
  }

  /** Counts one; false when that is one too many. */
  allows(who: string): boolean {
    const second = Math.floor(this.#now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#counts = new Map();
    }
    const count = (this.#counts.get(who) ?? 0) + 1;
    this.#counts.set(who, count);
    return count <= this.#max;
  }
}
