import type { Quartiles, WayResult } from '../../../protocol/class/results.ts';
import type { WayId } from '../../../protocol/class/round.ts';
import type { Score } from '../../../protocol/class/score.ts';

/** Bytes through a member's TCP sockets in a run, and how many of those there were. */
export interface Moved {
  read: number;
  written: number;
  connections: number;
}

/** What is known of one phone after a run. */
export interface PhoneRun {
  readonly way: WayId;
  /** What it reported last; undefined if it never did. */
  readonly score: Score | undefined;
  /** Its screen was off at some time. */
  readonly hidden: boolean;
  readonly moved: Moved;
}

/**
 * Puts together what the phones of each way have measured.
 * @param news the seq of the run's last news, if there was any
 */
export function resultsOf(
  phones: readonly PhoneRun[],
  ways: readonly WayId[],
  news: number | undefined,
): WayResult[] {
  return ways.map((way) => {
    const all = phones.filter((phone) => phone.way === way);
    const seen = all.filter(({ hidden }) => !hidden);
    const counted = seen.flatMap(({ score, moved }) => (score ? [{ score, moved }] : []));
    const sum = (value: (phone: { score: Score; moved: Moved }) => number) =>
      counted.reduce((total, phone) => total + value(phone), 0);
    const knew = counted
      .flatMap(({ score }) =>
        news !== undefined && score.knew === news && score.after !== undefined ? [score.after] : [],
      )
      .sort(ascending);
    const knewAfter = quartiles(knew);
    const rightFor = quartiles(
      counted.flatMap(({ score }) => score.rightFor ?? []).sort(ascending),
    )?.median;
    return {
      way,
      n: counted.length,
      hidden: all.length - seen.length,
      lost: seen.length - counted.length,
      knew,
      ...(knewAfter && { knewAfter }),
      ...(rightFor !== undefined && { rightFor }),
      missed: sum(({ score }) => score.missed),
      prices: sum(({ score }) => score.prices),
      questions: sum(({ score }) => score.questions),
      bytes: sum(({ moved }) => moved.read + moved.written),
      connections: sum(({ moved }) => moved.connections),
    };
  });
}

const ascending = (a: number, b: number) => a - b;

/** @param values in rising order */
function quartiles(values: readonly number[]): Quartiles | undefined {
  if (values.length === 0) return undefined;
  const at = (share: number) => {
    const place = share * (values.length - 1);
    const below = values[Math.floor(place)] as number;
    const above = values[Math.ceil(place)] as number;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}
