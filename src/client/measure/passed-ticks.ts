/** Stretches of ticks that were true only while the run's time stood still: nobody could see or miss them. */
export class PassedTicks {
  readonly #stretches: { from: number; to: number }[] = [];

  /** Adds those from one seq to another, both included; they come after all that were added before. */
  add(from: number, to: number): void {
    if (to < from) return;
    const last = this.#stretches.at(-1);
    if (last?.to === from - 1) last.to = to;
    else this.#stretches.push({ from, to });
  }

  /** How many there are between two seqs, these not included. */
  between(after: number, before: number): number {
    return this.#stretches.reduce(
      (sum, { from, to }) =>
        sum + Math.max(0, Math.min(to, before - 1) - Math.max(from, after + 1) + 1),
      0,
    );
  }
}
