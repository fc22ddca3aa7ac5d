import type { Landed } from '../../protocol/class/news.ts';
import type { WayId } from '../../protocol/class/round.ts';

/** Who has painted the last news of a run, as far as it has been told: one time a phone. */
export class Landings {
  #step: number | undefined;
  #seq: number | undefined;
  readonly #after = new Map<WayId, number[]>();

  /** Some more phones have landed. Other news, or another run, begins anew. */
  add({ step, seq, phones }: Landed): void {
    if (step !== this.#step || seq !== this.#seq) this.clear();
    this.#step = step;
    this.#seq = seq;
    for (const { way, after } of phones) {
      const all = [...this.of(way), after].sort((a, b) => a - b);
      this.#after.set(way, all);
    }
  }

  /** After a lost line all is told again. */
  clear(): void {
    this.#step = this.#seq = undefined;
    this.#after.clear();
  }

  /** Whether these are of this news. */
  isOf(step: number, seq: number | undefined): boolean {
    return step === this.#step && seq === this.#seq;
  }

  /** How long after the news the phones of a way showed it, in ms, in rising order. */
  of(way: WayId): readonly number[] {
    return this.#after.get(way) ?? [];
  }
}

/** The middle one, or the mean of the middle two. @param values in rising order */
export function median(values: readonly number[]): number | undefined {
  const middle = (values.length - 1) / 2;
  const [low, high] = [values[Math.floor(middle)], values[Math.ceil(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
