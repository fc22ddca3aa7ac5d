import type { Reveal, WayResult } from '../../protocol/class/results.ts';
import { bytes, milliseconds, percent, seconds } from '../ui/format.ts';
import { wayWords } from './way-words.ts';

/** How long after the news somebody knew, in ms: `22 ms`, `3.8 s`. */
export function afterNews(ms: number | undefined): string {
  // Clocks that differ by their error can't make anybody know before it was so.
  const after = ms && Math.max(0, ms);
  return after !== undefined && after >= 1_000 ? seconds(after) : milliseconds(after);
}

/** Bytes that each new price has cost; undefined before there was one. */
export const bytesPerPrice = ({ bytes, prices }: WayResult): number | undefined =>
  prices > 0 ? bytes / prices : undefined;

/** Shares of right answers in the first vote and the second; undefined where nobody voted. */
export function rightShares({ answer, tally }: Reveal): {
  first: number | undefined;
  second: number | undefined;
} {
  const share = (counts: readonly number[] | undefined) => {
    const all = counts?.reduce((sum, count) => sum + count, 0);
    return all ? (counts?.[answer] ?? 0) / all : undefined;
  };
  return { first: share(tally.first), second: share(tally.second) };
}

/** The share of right answers, and what talking has made of it: `38 % → 71 %`. */
export function rightInWords(reveal: Reveal): string {
  const { first, second } = rightShares(reveal);
  return second === undefined ? percent(first) : `${percent(first)} → ${percent(second)}`;
}

/** What a round has measured, in one line: the best way and the worst, by what they differ in most. */
export function finding({ results }: Reveal): string {
  const measures: [
    value: (result: WayResult) => number | undefined,
    words: (v: number) => string,
  ][] = [
    [({ knewAfter }) => knewAfter?.median, (v) => `knew after ${afterNews(v)}`],
    [bytesPerPrice, (v) => `${bytes(v)} a price`],
    [({ rightFor }) => rightFor, (v) => `right for ${percent(v)}`],
  ];
  for (const [value, words] of measures) {
    const known = results
      .flatMap((result) => {
        const v = value(result);
        return v === undefined ? [] : [{ way: result.way, v }];
      })
      .sort((a, b) => a.v - b.v);
    const [least, most] = [known[0], known.at(-1)];
    if (!least || !most || least === most) continue;
    return [least, most].map(({ way, v }) => `${wayWords(way).name}: ${words(v)}`).join(' · ');
  }
  return '';
}
