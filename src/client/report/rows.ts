import type { Run } from '../session/runs/run.ts';
import type { Session } from '../session/session.ts';
import type { Side } from '../session/side.ts';
import { UNKNOWN } from '../ui/format.ts';

/** What one side of a run has come to. Undefined is what is not known. */
export interface Scores {
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

/** One side of one run: a row of the report. */
export interface RunRow extends Scores {
  side: 'left' | 'right';
  way: string;
  settings: string;
}

/** Both sides of the run so far; without the instruments only what the page itself has counted. */
export function rowsOf(session: Session): [RunRow, RunRow] {
  const { left, right, settings, instruments, measured } = session;
  const conditions = [
    left.symbol,
    `${measured ? Number(instruments.rate.toFixed(3)) : UNKNOWN}/s`,
    `${session.rtt ?? UNKNOWN} ms`,
    ...(measured && instruments.loss > 0 ? [`1 packet in ${instruments.loss} lost`] : []),
    ...(left.port === undefined ? [] : ['HTTP/2']),
  ];
  const every = left.way.controls === 'interval' ? [`every ${settings.poll} s`] : [];
  return [
    { side: 'left', ...row(left, [...conditions, ...every], session) },
    { side: 'right', ...row(right, conditions, session) },
  ];
}

function row(
  { way, run }: Side,
  settings: string[],
  { measured, clock, rtt }: Session,
): Omit<RunRow, 'side'> {
  const scores = scoresOf(run, clock.now ?? 0, rtt);
  return {
    way: way.reportLabel,
    settings: settings.join(', '),
    ...(measured ? scores : { ...unmeasured, ...countsOf(run) }),
  };
}

/**
 * What a run has come to.
 * @param now server time, in ms
 * @param rtt added round trip, in ms
 */
export function scoresOf(run: Run, now: number, rtt = 0): Scores {
  const { score, journeys } = run;
  const { bytes, connections } = run.moved;
  return {
    duration: score.duration,
    ticks: score.ticks,
    rightFor: score.rightFor,
    meanOutOfDate: score.meanOutOfDate,
    p95OutOfDate: score.outOfDateQuantile(0.95),
    medianToScreen: journeys.quantile(0.5),
    p95ToScreen: journeys.quantile(0.95),
    offBy: score.meanOffBy,
    unseen: score.unseen(now, rtt / 2),
    recovered: score.recovered,
    ...countsOf(run),
    connections,
    bytes,
    bytesPerPrice: score.arrivals > 0 ? bytes / score.arrivals : undefined,
  };
}

/** What the page counts by itself. */
function countsOf({ counts }: Run) {
  const { questions, answers, received, wasted, failures } = counts;
  return { questions, answers: answers + received, wasted, failures };
}

/** What can't be known without the instruments. */
const unmeasured = {
  duration: undefined,
  ticks: undefined,
  rightFor: undefined,
  meanOutOfDate: undefined,
  p95OutOfDate: undefined,
  medianToScreen: undefined,
  p95ToScreen: undefined,
  offBy: undefined,
  unseen: undefined,
  recovered: undefined,
  connections: undefined,
  bytes: undefined,
  bytesPerPrice: undefined,
};
