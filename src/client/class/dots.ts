/** The axis ends at one of these, in ms; what lands later stands in a strip of its own. */
const ENDS = [1_000, 2_000, 5_000];

/** The strip for what is later, as a share of the width. */
export const LATER = 0.12;

/** How many dots stand side by side across a lane. */
const ABREAST = 44;

/** How many stand on one another before they overlap. */
const HIGH = 3;

/** Where a dot stands in its lane: shares of the width and of the height, from the lower left. */
export interface Dot {
  x: number;
  y: number;
}

/** Where the axis of all lanes ends, in ms. @param times of all phones, in ms */
export function axisEnd(times: readonly number[]): number {
  const last = Math.max(0, ...times.filter((time) => time <= (ENDS.at(-1) as number)));
  return ENDS.find((end) => end >= last) as number;
}

/** Where a time stands on the axis, as a share of the width; later than its end, in the middle of the strip. */
export function placeOf(time: number, end: number): number {
  if (time > end) return 1 - LATER / 2;
  return (Math.max(0, time) / end) * (1 - LATER - 0.02);
}

/**
 * Piles the dots of a lane up where they would cover each other.
 * @param times in rising order, in ms
 */
export function pile(times: readonly number[], end: number): Dot[] {
  const piles = new Map<number, number[]>();
  for (const time of times) {
    const x = placeOf(time, end);
    const pile = Math.floor(x * ABREAST);
    piles.set(pile, [...(piles.get(pile) ?? []), x]);
  }
  return [...piles.values()].flatMap((spots) => {
    const step = 1 / Math.max(HIGH, spots.length);
    return spots.map((x, i) => ({ x, y: i * step }));
  });
}

/** The marks under the axis, in ms. */
export const marksOf = (end: number): number[] => [0, end / 4, end / 2, (end * 3) / 4, end];
