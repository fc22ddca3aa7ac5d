/** Each bucket of ages is so much wider than the one before. */
const GROWTH = 1.02;

/** The ends of the buckets, in ms. Browsers differ in powers, but not in products. */
const ENDS = [1];
function endOf(k: number): number {
  for (let last = ENDS.length; last <= k; last++) ENDS.push((ENDS[last - 1] as number) * GROWTH);
  return ENDS[k] as number;
}

/** How much of the run's time the shown price was how old, in buckets, so that a long run takes no more room. */
export class Ages {
  /** Bucket k holds the time at ages from GROWTH^(k-1) to GROWTH^k ms; the first, all below 1 ms. */
  readonly #time: number[] = [];
  /** Integral of the age over time, in ms². */
  sum = 0;

  /** Time passes while the age grows from one value to another, in ms. */
  add(from: number, to: number): void {
    this.sum += ((from + to) / 2) * (to - from);
    for (let age = from; age < to; ) {
      const k = age < 1 ? 0 : Math.floor(Math.log(age) / Math.log(GROWTH) + 1e-9) + 1;
      const end = Math.min(to, endOf(k));
      this.#time[k] = (this.#time[k] ?? 0) + end - age;
      age = end;
    }
  }

  /** The age that was exceeded for so much time, in ms. */
  exceededFor(time: number): number {
    let beyond = 0;
    for (let k = this.#time.length - 1; k >= 0; k--) {
      beyond += this.#time[k] ?? 0;
      if (beyond > time) return endOf(k);
    }
    return 0;
  }
}
