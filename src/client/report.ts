import type { Contestant } from './contestant.ts';
import { bytes, dollars, milliseconds, percent, seconds, UNKNOWN } from './format.ts';
import type { Session } from './session.ts';

/** One side of one run, in numbers: a row of the report. */
export interface RunRow {
  way: string;
  settings: string;
  /** In ms. */
  duration: number;
  ticks: number;
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
  missed: number;
  questions: number;
  answers: number;
  wasted: number;
  failures: number;
  connections: number;
  bytes: number;
  bytesPerPrice: number | undefined;
}

const WAYS = {
  press: 'Ask: when I press',
  timer: 'Ask: on a timer',
  'long-poll': 'Ask: long polling',
  sse: 'Ask: Server-Sent Events',
};

/** The columns of the report, with how each is written for people. */
export const columns: [name: string, text: (row: RunRow) => string][] = [
  ['Way', (row) => row.way],
  ['Settings', (row) => row.settings],
  ['Duration', (row) => seconds(row.duration)],
  ['Ticks', (row) => String(row.ticks)],
  ['Right for', (row) => percent(row.rightFor)],
  ['Out of date, mean', (row) => milliseconds(row.meanOutOfDate)],
  ['Out of date, p95', (row) => milliseconds(row.p95OutOfDate)],
  ['To the screen, median', (row) => milliseconds(row.medianToScreen)],
  ['To the screen, p95', (row) => milliseconds(row.p95ToScreen)],
  ['Off by, mean', (row) => dollars(row.offBy)],
  ['Missed', (row) => String(row.missed)],
  ['Questions', (row) => String(row.questions)],
  ['Answers', (row) => String(row.answers)],
  ['Wasted', (row) => String(row.wasted)],
  ['Failed', (row) => String(row.failures)],
  ['Connections', (row) => String(row.connections)],
  ['Bytes', (row) => bytes(row.bytes)],
  ['Bytes per new price', (row) => bytes(row.bytesPerPrice)],
];

/** Both sides of the run so far. */
export function rowsOf(session: Session): [RunRow, RunRow] {
  const { left, right, settings } = session;
  const conditions = [
    left.symbol,
    `${Number(session.referee.rate.toFixed(3))}/s`,
    `${session.rtt ?? UNKNOWN} ms`,
  ];
  const ask = settings.left === 'timer' ? [...conditions, `every ${settings.poll} s`] : conditions;
  return [
    row(left, WAYS[settings.left], ask.join(', ')),
    row(right, 'Be told: WebSocket', conditions.join(', ')),
  ];
}

function row(side: Contestant, way: string, settings: string): RunRow {
  const { score, journeys, counts, bytes, connections } = side;
  return {
    way,
    settings,
    duration: score.duration,
    ticks: score.ticks,
    rightFor: score.rightFor,
    meanOutOfDate: score.meanOutOfDate,
    p95OutOfDate: score.outOfDateQuantile(0.95),
    medianToScreen: journeys.quantile(0.5),
    p95ToScreen: journeys.quantile(0.95),
    offBy: score.meanOffBy,
    missed: score.missed,
    questions: counts.questions,
    answers: counts.answers + counts.received,
    wasted: counts.wasted,
    failures: counts.failures,
    connections,
    bytes,
    bytesPerPrice: score.arrivals > 0 ? bytes / score.arrivals : undefined,
  };
}

/** A run shorter than this is not worth a row once it is over, in ms. */
const SHORTEST = 1_000;

const pastRuns = new WeakMap<Session, RunRow[]>();

/** Both sides of each past run, kept from the first call on, whatever is on the page meanwhile. */
export function pastRunsOf(session: Session): readonly RunRow[] {
  const known = pastRuns.get(session);
  if (known) return known;
  const past: RunRow[] = [];
  pastRuns.set(session, past);
  session.addEventListener('run', () => {
    const ended = rowsOf(session);
    if (ended[1].duration >= SHORTEST) past.push(...ended);
  });
  return past;
}

/** The report as a Markdown table, with when and in which browser it was made. */
export function markdown(rows: RunRow[], origin: string): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([name]) => name)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map(([, text]) => text(row)))),
    '',
    origin,
    '',
  ].join('\n');
}

/** The report as CSV (RFC 4180): plain numbers, ms, bytes, dollars. */
export function csv(rows: RunRow[], origin: string): string {
  const cell = (value: unknown) => {
    const text = value === undefined ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const names = Object.keys(rows[0] ?? {}) as (keyof RunRow)[];
  return [
    [...names, 'origin'].map(cell).join(','),
    ...rows.map((row) => [...names.map((name) => row[name]), origin].map(cell).join(',')),
    '',
  ].join('\r\n');
}
