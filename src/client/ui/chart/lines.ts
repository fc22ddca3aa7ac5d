import type { AlignedData } from 'uplot';

/** The times of one line, in ms, and its price from each of them on. */
export type Line = [times: number[], prices: (number | null)[]];

/** Both lines on the union of their times, in s from now, each holding its price until its next change. */
export function align(truth: Line, shown: Line, now: number): AlignedData {
  const times = [...new Set([...truth[0], ...shown[0]])].sort((a, b) => a - b);
  const hold = ([at, prices]: Line) => {
    let i = -1;
    return times.map((time) => {
      while (i + 1 < at.length && (at[i + 1] as number) <= time) i += 1;
      return prices[i] ?? null;
    });
  };
  return [times.map((time) => (time - now) / 1000), hold(truth), hold(shown)];
}
