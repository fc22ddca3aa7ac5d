import { parseArgs } from 'node:util';
import { Problem } from '../run.js';

/** Only to load its modules the server needs more than half of so many. */
const FEWEST_DESCRIPTORS = 256;

export interface Options {
  minutes: number;
  /** So many files, connections included, the server may have open; as many as usual if left out. */
  descriptors: number | undefined;
  seed: number;
}

/**
 * Reads the command line.
 * @throws {Problem} on an unknown option or a value out of range
 */
export function readOptions(): Options {
  const given = parse();
  const minutes = Number(given.minutes ?? 10);
  if (!(minutes > 0)) throw new Problem('--minutes must be a number above 0.');
  const seed = Number(given.seed ?? 1);
  if (!(Number.isInteger(seed) && seed >= 1 && seed <= 100)) {
    throw new Problem('--seed must be a whole number from 1 to 100.');
  }
  if (given.descriptors === undefined) return { minutes, seed, descriptors: undefined };
  const descriptors = Number(given.descriptors);
  if (!(Number.isInteger(descriptors) && descriptors >= FEWEST_DESCRIPTORS)) {
    throw new Problem(`--descriptors must be a whole number from ${FEWEST_DESCRIPTORS} on.`);
  }
  if (process.platform === 'win32') {
    throw new Problem('Windows has no limit of open files that --descriptors could set.');
  }
  return { minutes, seed, descriptors };
}

function parse() {
  const string = { type: 'string' } as const;
  try {
    const options = { minutes: string, descriptors: string, seed: string };
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Problem((error as Error).message);
  }
}
