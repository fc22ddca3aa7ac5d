import { csvOf } from '../../protocol/csv.ts';
import { bytes, dollars, milliseconds, percent, seconds, UNKNOWN } from '../ui/format.ts';
import type { RunRow } from './rows.ts';

/** A column of the report: its value, in its unit where it has one, and as it is written for people. */
interface Column {
  name: string;
  unit: string | undefined;
  value: (row: RunRow) => string | number | undefined;
  text: (row: RunRow) => string;
}

const column = <Key extends keyof RunRow>(
  name: string,
  key: Key,
  write: (value: RunRow[Key]) => string,
  unit?: string,
): Column => ({ name, unit, value: (row) => row[key], text: (row) => write(row[key]) });

const text = (value: string | number | undefined) => String(value ?? UNKNOWN);

export const columns = [
  column('Way', 'way', text),
  column('Settings', 'settings', text),
  column('Duration', 'duration', seconds, 'ms'),
  column('Ticks', 'ticks', text),
  {
    ...column('Right for', 'rightFor', percent, '%'),
    value: ({ rightFor }: RunRow) => rightFor && rightFor * 100,
  },
  column('Out of date, mean', 'meanOutOfDate', milliseconds, 'ms'),
  column('Out of date, p95', 'p95OutOfDate', milliseconds, 'ms'),
  column('To the screen, median', 'medianToScreen', milliseconds, 'ms'),
  column('To the screen, p95', 'p95ToScreen', milliseconds, 'ms'),
  column('Off by, mean', 'offBy', dollars, '$'),
  column('Prices you didn’t see', 'unseen', text),
  column('Recovered', 'recovered', text),
  column('Questions', 'questions', text),
  column('Answers', 'answers', text),
  column('Wasted', 'wasted', text),
  column('Failed', 'failures', text),
  column('Connections', 'connections', text),
  column('Bytes', 'bytes', bytes, 'B'),
  column('Bytes per new price', 'bytesPerPrice', bytes, 'B'),
];

/** The report as a Markdown table, with when and in which browser it was made. */
export function markdown(rows: RunRow[], origin: string): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ name }) => name)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map(({ text }) => text(row)))),
    '',
    origin,
    '',
  ].join('\n');
}

/** The report as CSV: plain numbers, their units in the headings, and nothing where nothing is known. */
export function csv(rows: RunRow[], origin: string): string {
  const heading = ({ name, unit }: Column) => (unit ? `${name} (${unit})` : name);
  return csvOf([
    [...columns.map(heading), 'Origin'],
    ...rows.map((row) => [...columns.map(({ value }) => value(row)), origin]),
  ]);
}
