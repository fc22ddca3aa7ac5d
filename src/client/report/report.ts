import { csvOf } from '../../protocol/csv.ts';
import type { Session } from '../session/session.ts';
import type { Side } from '../session/side.ts';
import { bytes, dollars, milliseconds, percent, seconds, UNKNOWN } from '../ui/format.ts';

/** One side of one run, in numbers: a row of the report. Undefined is what is not known. */
export interface RunRow {
  side: 'left' | 'right';
  way: string;
  settings: string;
  /** In ms. */
  duration: number | undefined;
  ticks: number | undefined;
  /** 0 to 1. */
  rightFor: number | undefined;
  /** In ms. */
  meanOutOfDate: number | undefined;
  p95OutOfDate: number | undefined;
  /** From becoming true to the screen, in ms. */
  medianToScreen: number | undefined;
  p95ToScreen: number | undefined;
  /** Mean, in dollars. */
  offBy: number | undefined;
  unseen: number | undefined;
  recovered: number | undefined;
  questions: number;
  answers: number;
  wasted: number;
  failures: number;
  connections: number | undefined;
  bytes: number | undefined;
  bytesPerPrice: number | undefined;
}

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

/** Both sides of the run so far; without the instruments only what the page itself has counted. */
export function rowsOf(session: Session): [RunRow, RunRow] {
  const { left, right, settings, instruments, measured } = session;
  const conditions = [
    left.symbol,
    `${measured ? Number(instruments.rate.toFixed(3)) : UNKNOWN}/s`,
    `${session.rtt ?? UNKNOWN} ms`,
    ...(left.port === undefined ? [] : ['HTTP/2']),
  ];
  const every = left.way.controls === 'interval' ? [`every ${settings.poll} s`] : [];
  return [
    { side: 'left', ...row(left, [...conditions, ...every], session) },
    { side: 'right', ...row(right, conditions, session) },
  ];
}

function row(
  side: Side,
  settings: string[],
  { measured, clock, rtt }: Session,
): Omit<RunRow, 'side'> {
  const { way, run } = side;
  const [now, transit] = [clock.now ?? 0, (rtt ?? 0) / 2];
  const { score, journeys, counts, bytes, connections } = run;
  const known = <T>(value: T) => (measured ? value : undefined);
  return {
    way: way.reportLabel,
    settings: settings.join(', '),
    duration: known(score.duration),
    ticks: known(score.ticks),
    rightFor: known(score.rightFor),
    meanOutOfDate: known(score.meanOutOfDate),
    p95OutOfDate: known(score.outOfDateQuantile(0.95)),
    medianToScreen: known(journeys.quantile(0.5)),
    p95ToScreen: known(journeys.quantile(0.95)),
    offBy: known(score.meanOffBy),
    unseen: known(score.unseen(now, transit)),
    recovered: known(score.recovered),
    questions: counts.questions,
    answers: counts.answers + counts.received,
    wasted: counts.wasted,
    failures: counts.failures,
    connections: known(connections),
    bytes: known(bytes),
    bytesPerPrice: known(score.arrivals > 0 ? bytes / score.arrivals : undefined),
  };
}

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
