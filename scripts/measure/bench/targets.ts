import { mark } from '../report.ts';

/** Says what a number was meant to be, and whether it is, as a line of a list. */
export function target(
  name: string,
  value: number,
  bound: 'at most' | 'at least',
  limit: number,
  unit: '×' | ' kB',
): string {
  const met = bound === 'at most' ? value <= limit : value >= limit;
  // One digit more than in the tables, so that a narrow miss doesn't read as met.
  const digits = unit === '×' ? 3 : 2;
  const [is, wanted] = [value, limit].map((number) => number.toFixed(digits) + unit);
  return `- ${mark(met)} ${met ? 'met' : 'missed'}: ${name} ${is}, ${bound} ${wanted}`;
}
