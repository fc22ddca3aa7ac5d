/** How much of the past a chart shows, in ms. */
export const WINDOW = 60_000;

/** A young run is drawn over a shorter time, in s; it grows in steps so that the marks stand still. */
const WIDTHS = [10, 20, 30, 60];

/** Prices over time: times in ms of the server's clock, prices in dollars, null where none is known. */
class Points {
  times: number[] = [];
  prices: (number | null)[] = [];

  add(time: number, price: number | null): void {
    // What is learned late has been so since before the last point: only what comes after is drawn.
    this.times.push(Math.max(time, this.times.at(-1) ?? time));
    this.prices.push(price);
    // One point from before the window stays, so that the line begins at the window's edge.
    const old = this.times.findIndex((t) => t > time - WINDOW) - 1;
    if (old > 500) {
      this.times = this.times.slice(old);
      this.prices = this.prices.slice(old);
    }
  }

  /** The points of the window that ends at `now`, the last price held until then. */
  window(now: number): [number[], (number | null)[]] {
    const first = this.times.findIndex((t) => t > now - WINDOW);
    const from = Math.max(0, (first < 0 ? this.times.length : first) - 1);
    const last = this.prices.at(-1);
    const times = this.times.slice(from).map((t) => Math.max(t, now - WINDOW));
    const prices = this.prices.slice(from);
    if (last === undefined) return [times, prices];
    return [
      [...times, Math.max(now, times.at(-1) ?? now)],
      [...prices, last],
    ];
  }
}

/** The lowest and the highest price of some lines, in dollars; undefined where there is none. */
export function extremes(
  ...lines: readonly (readonly (number | null)[])[]
): { low: number; high: number } | undefined {
  const prices = lines.flat().filter((price) => price !== null);
  if (prices.length === 0) return undefined;
  return { low: Math.min(...prices), high: Math.max(...prices) };
}

/** The shortest of these widths that shows all since `first`, in s before now. */
export function widthFor(first: number): number {
  return WIDTHS.find((width) => width >= -first) ?? WINDOW / 1_000;
}

/** What was true and what was shown in the last minute, for a chart. */
export class Trace {
  readonly truth = new Points();
  readonly shown = new Points();
}
