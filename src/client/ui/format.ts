/** What stands where a number can't be known. */
export const UNKNOWN = '—';

const or = <T>(value: T | undefined, format: (value: T) => string): string =>
  value === undefined ? UNKNOWN : format(value);

/** Dollars, two decimals: `$101.70`. */
export const dollars = (value: number | undefined) => or(value, (v) => `$${v.toFixed(2)}`);

/** Milliseconds as seconds, one decimal: `4.2 s`. */
export const seconds = (ms: number | undefined) => or(ms, (v) => `${(v / 1000).toFixed(1)} s`);

/** Milliseconds, from 10 s on as seconds: `104 ms`, `12.3 s`. */
export const milliseconds = (ms: number | undefined) =>
  or(ms, (v) => (v < 10_000 ? `${Math.round(v)} ms` : seconds(v)));

/** Bytes, as kB (1000 B) from there on: `845 B`, `1.4 kB`, `2.31 MB`, `1.05 GB`. */
export const bytes = (count: number | undefined) =>
  or(count, (v) => {
    if (v < 1_000) return `${Math.round(v)} B`;
    if (v < 1_000_000) return `${(v / 1_000).toFixed(1)} kB`;
    if (v < 1_000_000_000) return `${(v / 1_000_000).toFixed(2)} MB`;
    return `${(v / 1_000_000_000).toFixed(2)} GB`;
  });

/** A share from 0 to 1 as `96 %`. */
export const percent = (share: number | undefined) => or(share, (v) => `${Math.round(v * 100)} %`);

/** How often the price changes, in words. */
export function pace(rate: number): string {
  if (rate === 0) return 'The market is paused';
  if (rate < 1 / 90) return `A price change every ${Math.round(1 / rate / 60)} min`;
  if (rate < 1) return `A price change every ${Math.round(1 / rate)} s`;
  return `${Number(rate.toFixed(2))} price ${rate === 1 ? 'change' : 'changes'} a second`;
}
