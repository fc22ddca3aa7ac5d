// @ts-check
import './node-version.js';
import { ensureBuild } from './build.js';
import { filesIn, Problem, runNode, script } from './run.js';
import { ensureBrowser, ensureDependencies } from './setup.js';

/**
 * In order; each gives an exit code. `npm run STEP` takes one alone, and hands its arguments on.
 * @type {Record<string, (args: string[]) => Promise<number>>}
 */
const steps = {
  check: async (args) =>
    (await runNode(['node_modules/typescript/bin/tsc'])) ||
    (await runNode(['node_modules/@biomejs/biome/bin/biome', 'check', ...args])),

  async unit(args) {
    // The command is tested as it is built.
    await ensureBuild();
    const test = ['--import', 'tsx', '--test', '--test-reporter=spec'];
    if (args.length) return runNode([...test, ...args]);
    return runNode([...coverage, process.execPath, ...test, ...unitTests()]);
  },

  async e2e(args) {
    await ensureBuild();
    const BROWSER_PATH = await ensureBrowser();
    return runNode(['node_modules/playwright/cli.js', 'test', '-c', 'e2e', ...args], {
      BROWSER_PATH,
    });
  },
};

/** Fails when less than 95 % of the server's lines are run by the unit tests. */
const coverage = [
  'node_modules/c8/bin/c8.js',
  ...['--include=src/server/**', '--include=src/protocol/**'],
  ...['--exclude=**/*.test.ts', '--exclude=src/server/{abuse,raw,testing}.ts'],
  ...['--all', '--check-coverage', '--lines=95', '--skip-full'],
  '--temp-directory=test-results/coverage',
];

/** Named one by one, because neither Windows' shell nor Node 20 expands a pattern. */
function unitTests() {
  return filesIn('src').filter((path) => path.endsWith('.test.ts'));
}

await script(async () => {
  await ensureDependencies();
  const [chosen, ...args] = process.argv.slice(2);
  if (chosen && !steps[chosen]) throw new Problem(`Steps: ${Object.keys(steps).join(', ')}.`);
  for (const [name, step] of Object.entries(steps)) {
    if (chosen && name !== chosen) continue;
    const code = await step(args);
    if (code !== 0) process.exit(code);
  }
});
