/** What a soak has come to. */
import { grouped, mark, megabytes, origin, table } from '../report.ts';
import { AT_A_TIME } from './clients.ts';
import type { Held } from './server.ts';
import type { Watcher } from './watchers.ts';

/**
 * What the market's history keeps of each step, in bytes: three ticks of 56 with two boxed numbers of
 * 16 each, and the arrays around them; a test holds the server to it. The history is bounded, but
 * takes more than an hour to fill.
 */
const PER_TICK = 400;

/**
 * What else the heap may grow by, in bytes: what V8 notes about optimised functions, and the room that
 * the history's array takes ahead. 0.3 MB has been seen in ten minutes and 0.7 MB in sixteen; 16 bytes
 * kept of each of 65,000 clients would be more than allowed.
 */
const NOISE = 1_000_000;

/** No more lines than this are printed of what the server logged and of what failed. */
const MAX_LINES = 20;

export interface Outcome {
  minutes: number;
  seed: number;
  descriptors: number | undefined;
  /** Whether some clients were pages with a line. */
  pages: boolean;
  /** How many misbehaved. */
  clients: number;
  watchers: Watcher[];
  /** Connections that were refused although they had done nothing wrong. */
  refused: number;
  before: Snapshot;
  after: Snapshot;
  /** What it has logged, a line each. */
  logged: string[];
}

/** The server while it has no clients. */
export interface Snapshot extends Held {
  /** In bytes, after a collection. */
  heap: number;
  /** What the server says at /health. */
  health: { status: string; ticks: number };
}

interface Row {
  name: string;
  before?: string;
  after: string;
  good: boolean;
}

/** Prints the tables, and what went wrong. @returns whether all is well */
export function printReport(outcome: Outcome): boolean {
  const { watchers, minutes, pages, seed, after, descriptors } = outcome;
  const errors = errorsOf(outcome);
  const rows = rowsOf(outcome, errors);
  const ended = `${grouped(outcome.clients)} clients that misbehave in ${minutes} minutes, ${AT_A_TIME} at a time`;
  const how = [
    pages ? '' : ', none of them a page',
    `; seed ${seed}; ${grouped(after.health.ticks)} ticks`,
    descriptors === undefined ? '' : `; ${descriptors} descriptors`,
  ];
  console.log(`
${table(
  ['The server', 'Before', 'After', ''],
  rows.map(({ name, before = '', after, good }) => [name, before, after, mark(good)]),
)}

${table(['Watchers', 'Told', 'Missed', 'Failures', ''], watchers.map(cellsOf))}

${ended}${how.join('')}; ${origin()}.`);

  const failures = watchers.flatMap(({ name, failures }) =>
    failures.map((failure) => `${name}: ${failure}`),
  );
  for (const line of [...errors, ...failures].slice(0, MAX_LINES)) console.error(line);
  return rows.every(({ good }) => good) && watchers.every(({ well }) => well);
}

/** The logged lines that should not be there. A server short of descriptors may log that it can't open a file. */
function errorsOf({ logged, descriptors }: Outcome): string[] {
  return logged.filter((line) => descriptors === undefined || errorCodeIn(line) !== 'EMFILE');
}

/** The code of the error that a line of the log is about. */
function errorCodeIn(line: string): string | undefined {
  try {
    return JSON.parse(line).err?.code;
  } catch {
    // Whatever isn't the server's own log, such as a warning of Node's.
    return undefined;
  }
}

function rowsOf({ before, after, refused, descriptors }: Outcome, errors: string[]): Row[] {
  const allowed = before.heap + NOISE + (after.health.ticks - before.health.ticks) * PER_TICK;
  const held = (name: string, was: number | undefined, is: number | undefined) => {
    const say = (value: number | undefined) =>
      value === undefined ? 'only Linux tells' : grouped(value);
    return { name, before: say(was), after: say(is), good: (is ?? 0) <= (was ?? 0) };
  };
  return [
    held('Connections', before.connections, after.connections),
    held('Held', before.held, after.held),
    held('Lines', before.lines, after.lines),
    held('Emulated', before.emulated, after.emulated),
    held('Descriptors', before.descriptors, after.descriptors),
    {
      name: 'Heap without code',
      before: megabytes(before.heap),
      after: `${megabytes(after.heap)} (at most ${megabytes(allowed)})`,
      good: after.heap <= allowed,
    },
    { name: 'Health', after: after.health.status, good: after.health.status === 'ok' },
    { name: 'Lines logged', after: grouped(errors.length), good: errors.length === 0 },
    {
      name: 'Newcomers refused',
      after: grouped(refused),
      // Only for want of descriptors, and then there have to be some.
      good: refused > 0 === (descriptors !== undefined),
    },
  ];
}

function cellsOf({ name, told, everything, missed, failures, well }: Watcher): string[] {
  const cells = [grouped(told), everything ? grouped(missed) : '—', grouped(failures.length)];
  return [name, ...cells, mark(well)];
}
