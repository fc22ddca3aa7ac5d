/** The worst of so many ms is what a live side shows, so that it does not flicker. */
const WORST_OF = 1_000;

/** How wrong a shown price was at one instant. */
export interface Wrong {
  /** For how long it had been, in ms. */
  age: number;
  /** Distance from the true price, in dollars. */
  offBy: number;
}

/** How wrong the prices of the last second were when the next one came. */
export class RecentWorst {
  #peaks: { at: number; wrong: Wrong }[] = [];

  /** A price that was so wrong has been replaced. */
  add(at: number, wrong: Wrong): void {
    this.#peaks = this.#since(at);
    this.#peaks.push({ at, wrong });
  }

  clear(): void {
    this.#peaks = [];
  }

  /** The worst of the last second, that which is shown now among it. */
  worst(now: number, current: Wrong): Wrong {
    return this.#since(now).reduce(
      (worst, { wrong }) => (wrong.age > worst.age ? wrong : worst),
      current,
    );
  }

  #since(now: number) {
    return this.#peaks.filter(({ at }) => at > now - WORST_OF);
  }
}
