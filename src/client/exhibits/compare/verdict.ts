import type { Scores } from '../../report/rows.ts';
import { bytes, percent } from '../../ui/format.ts';
import type { Stretch } from './comparison.ts';

/** What one way has come to in its stretch of the comparison. */
export interface Result {
  /** Its name, as it stands in a sentence. */
  name: string;
  /** Share of the time in which its price was the true one, 0 to 1. */
  rightFor: number;
  /** Prices that were true and never shown, or not yet. */
  unseen: number;
  ticks: number;
  /** Undefined where no new price has come. */
  bytesPerPrice: number | undefined;
}

/** What the verdict has to know of a way's scores. */
export const resultOf = (name: string, scores: Scores | undefined): Result => ({
  name,
  rightFor: scores?.rightFor ?? 0,
  unseen: scores?.unseen ?? 0,
  ticks: scores?.ticks ?? 0,
  bytesPerPrice: scores?.bytesPerPrice,
});

/** The same of some stretches of the comparison. */
export const resultsOf = (stretches: readonly Stretch[]): Result[] =>
  stretches.map(({ way, row }) => resultOf(way.noun, row));

/** Two shares closer than this are called equal: it is what one price more or less makes. */
const TIE = 0.03;

/** The results in sentences, made from nothing but the numbers. Empty when nothing has changed. */
export function verdict(results: readonly Result[]): string[] {
  if (results.every(({ ticks }) => ticks < 2)) return [];
  const best = Math.max(...results.map(({ rightFor }) => rightFor));
  const [freshest, others] = split(results, ({ rightFor }) => best - rightFor <= TIE);
  const sentences = [
    `Right for longest: ${list(freshest.map(({ name, rightFor }) => `${name} (${percent(rightFor)})`))}.`,
  ];
  const worst = others.toSorted((a, b) => a.rightFor - b.rightFor)[0];
  if (worst) {
    sentences.push(
      `Right for shortest: ${worst.name} (${percent(worst.rightFor)}), with ${worst.unseen} of ${worst.ticks} prices not seen.`,
    );
  }
  const priced = results
    .filter(
      (result): result is Result & { bytesPerPrice: number } => result.bytesPerPrice !== undefined,
    )
    .toSorted((a, b) => a.bytesPerPrice - b.bytesPerPrice)
    .map(({ name, bytesPerPrice }) => ({ name, cost: bytes(bytesPerPrice) }));
  const [least, most] = [priced[0]?.cost, priced.at(-1)?.cost];
  if (least !== most) {
    // Those that read alike are named together.
    const named = (cost?: string) =>
      `${list(priced.filter((way) => way.cost === cost).map(({ name }) => name))} (${cost})`;
    sentences.push(`A new price cost least with ${named(least)} and most with ${named(most)}.`);
  }
  return sentences;
}

/** What a new price cost over both versions of HTTP, in a sentence; empty where neither is known. */
export function costsOver(http1: readonly Result[], http2: readonly Result[]): string {
  const costs = http1.flatMap(({ name, bytesPerPrice }) => {
    const other = http2.find((result) => result.name === name)?.bytesPerPrice;
    return bytesPerPrice === undefined || other === undefined
      ? []
      : `${name} ${bytes(bytesPerPrice)} and ${bytes(other)}`;
  });
  return costs.length > 0
    ? `A new price, first over HTTP/1.1 and then over HTTP/2: ${costs.join('; ')}.`
    : '';
}

function split<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

/** `a`, `a and b`, `a, b and c`. */
function list(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
