import type { Session } from '../session/session.ts';
import { tabStorage } from '../settings/storage.ts';
import { type RunRow, rowsOf } from './rows.ts';

/** A run shorter than this is not worth a row once it is over, in ms. */
const SHORTEST = 1_000;

/** How many rows are kept, two of each run. */
export const KEPT = 200;

const STORED = 'past-runs';

const pastRuns = new WeakMap<Session, RunRow[]>();

/**
 * Both sides of each past run of this visit, the newest {@link KEPT} rows, whatever is on the page
 * meanwhile and over reloads.
 */
export function pastRunsOf(session: Session): readonly RunRow[] {
  const known = pastRuns.get(session);
  if (known) return known;
  const past = readRows(tabStorage.recall(STORED));
  pastRuns.set(session, past);
  session.addEventListener('run', () => {
    past.push(...endedRun(session));
    past.splice(0, past.length - KEPT);
    store(past);
  });
  // A page that is left may come back as it was, and its run go on: that is no past run yet.
  addEventListener('pagehide', () => {
    session.runs.advance();
    store([...past, ...endedRun(session)]);
  });
  return past;
}

/** Both sides of each run of this visit: the past ones, and the one that is on. */
export function allRunsOf(session: Session): RunRow[] {
  const past = pastRunsOf(session);
  return session.runs.between ? [...past] : [...past, ...rowsOf(session)];
}

/** The run that ends now, if it is worth its rows and has none yet. */
function endedRun(session: Session): RunRow[] {
  if (session.runs.between) return [];
  const rows = rowsOf(session);
  return (rows[1].duration ?? 0) >= SHORTEST ? rows : [];
}

function store(rows: RunRow[]): void {
  tabStorage.remember(STORED, JSON.stringify(rows.slice(-KEPT)));
}

const TEXTS = ['way', 'settings'] as const;
const COUNTS = ['questions', 'answers', 'wasted', 'failures'] as const;
const MEASURED = [
  'duration',
  'ticks',
  'rightFor',
  'meanOutOfDate',
  'p95OutOfDate',
  'medianToScreen',
  'p95ToScreen',
  'offBy',
  'unseen',
  'recovered',
  'connections',
  'bytes',
  'bytesPerPrice',
] as const;

/** The rows of a text that was stored, which may be of another version of the page. */
export function readRows(stored: string | null): RunRow[] {
  try {
    const rows: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(rows) ? rows.filter(isRow).slice(-KEPT) : [];
  } catch {
    return [];
  }
}

function isRow(value: unknown): value is RunRow {
  if (typeof value !== 'object' || value === null) return false;
  const row = value as Record<string, unknown>;
  return (
    (row['side'] === 'left' || row['side'] === 'right') &&
    TEXTS.every((key) => typeof row[key] === 'string') &&
    COUNTS.every((key) => typeof row[key] === 'number') &&
    MEASURED.every((key) => row[key] === undefined || typeof row[key] === 'number')
  );
}
