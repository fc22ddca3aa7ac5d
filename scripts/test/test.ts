/** `npm test`: every step in order. `npm run STEP` runs one alone and passes its arguments on. */
import { availableParallelism } from 'node:os';
import { ensureBuild } from '../run/ensure-build.js';
import { unitTests } from '../run/files.js';
import { runNode, UsageError } from '../run/process.js';
import { ensureBrowser, findHeadlessShell } from './browser.ts';

/** Each returns an exit code. */
const steps: Record<string, (args: string[]) => Promise<number>> = {
  check: async (args) =>
    (await runNode(['node_modules/typescript/bin/tsc'])) ||
    (await runNode(['node_modules/@biomejs/biome/bin/biome', 'check', ...args])) ||
    (await runNode(['scripts/run/command.js', 'scripts/test/reading.ts'])),

  async unit(args) {
    // The command is tested as it is built.
    await ensureBuild();
    const test = ['--import', 'tsx', '--test', '--test-reporter=spec', concurrency];
    if (args.length > 0) return runNode([...test, ...args]);
    return runNode([...coverage, process.execPath, ...test, ...unitTests()]);
  },

  async e2e(args) {
    await ensureBuild();
    const WHOLE_BROWSER_PATH = await ensureBrowser();
    const windows = args.some((arg) => arg === '--headed' || arg === '--debug');
    const shell = windows || process.env['BROWSER_PATH'] ? undefined : await findHeadlessShell();
    const BROWSER_PATH = shell ?? WHOLE_BROWSER_PATH;
    return runNode(['node_modules/playwright/cli.js', 'test', '-c', 'e2e', ...args], {
      BROWSER_PATH,
      WHOLE_BROWSER_PATH,
    });
  },
};

/** Node would leave one core free, which is half of two. */
const concurrency = `--test-concurrency=${Math.max(availableParallelism() - 1, 2)}`;

/** Fails if the unit tests run less than 95 % of the lines of the server and of the page's logic. */
const coverage = [
  'node_modules/c8/bin/c8.js',
  ...[
    '--include=src/server/**',
    '--include=src/protocol/**',
    '--include=src/client/{ways,settings,session,measure,recording}/**',
    // A class's elements are the browser tests'.
    '--include=src/client/class/*.ts',
  ],
  ...['--exclude=**/*.test.ts', '--exclude=**/testing/**'],
  // Types alone.
  '--exclude=src/client/ways/way.ts',
  ...['--all', '--check-coverage', '--lines=95', '--skip-full'],
  '--temp-directory=test-results/coverage',
];

export async function main([chosen, ...args]: string[]): Promise<void> {
  if (chosen !== undefined && !Object.hasOwn(steps, chosen)) {
    const names = Object.keys(steps).join(', ');
    throw new UsageError(`Unknown step '${chosen}'. Allowed: ${names}.`);
  }
  for (const [name, step] of Object.entries(steps)) {
    if (chosen !== undefined && name !== chosen) continue;
    process.exitCode = await step(args);
    if (process.exitCode !== 0) return;
  }
}
