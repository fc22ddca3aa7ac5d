/** A way is added as CONTRIBUTING.md says, a file and its name in the list, and is all over the page. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, left, money, open, World } from './world.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
/** What the project's copy does without. */
const LEFT_OUT = ['node_modules', 'dist', 'test-results', '.git'];

/** Builds the page with a sixth way. @returns the folder of the project's copy */
function buildWithSixthWay(): string {
  const copy = mkdtempSync(join(tmpdir(), 'sixth-way-'));
  cpSync(project, copy, { recursive: true, filter: (path) => !LEFT_OUT.includes(basename(path)) });
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'), 'junction');

  const ways = join(copy, 'src/client/ways');
  cpSync(join(project, 'e2e/sixth-way/fetch-stream.ts'), join(ways, 'fetch-stream.ts'));
  const list = readFileSync(join(ways, 'index.ts'), 'utf8');
  const named = list.replace(/(leftWays = \[.*)\]/, '$1, fetchStream]');
  expect(named).not.toBe(list);
  writeFileSync(
    join(ways, 'index.ts'),
    `import { fetchStream } from './fetch-stream.ts';\n${named}`,
  );

  const build = ['scripts/run/command.js', 'scripts/build/main.ts'];
  const { status, stderr } = spawnSync(process.execPath, build, { cwd: copy, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return copy;
}

const test = base.extend<object, { copy: string }>({
  copy: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from this pattern.
    async ({}, use) => {
      const copy = buildWithSixthWay();
      await use(copy);
      rmSync(copy, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  world: async ({ copy }, use) => {
    const world = new World();
    await world.start({ page: join(copy, 'dist/page') });
    await use(world);
    await world.stop();
  },
});

test('a sixth way is in the picker, on a key, in the run report and in “See the code”', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await page.getByRole('radio', { name: 'Fetch streaming' }).check();
  await expect(page).toHaveURL(/left=fetch-stream/);
  await expect(page.locator('http-ticker .control')).toHaveText('● One answer, still arriving.');
  for (let i = 0; i < 3; i++) {
    world.feed.step();
    await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  }

  await page.getByText('Run report', { exact: true }).click();
  await expect(page.locator('run-report tbody th').nth(-2)).toHaveText('Ask: fetch streaming');

  const code = page.locator('http-ticker source-code');
  await code.getByRole('button', { name: 'See the code' }).click();
  await expect(code.locator('.essence .ask')).toContainText('of pricesIn(response)) arrive(price)');
  await expect(code.locator('.whole')).toContainText('export const fetchStream');
  await page.keyboard.press('Escape');

  await page.keyboard.press('1');
  await expect(page.getByRole('radio', { name: 'When I press' })).toBeChecked();
  await page.keyboard.press('5');
  await expect(page.getByRole('radio', { name: 'Fetch streaming' })).toBeChecked();
});

test('a sixth way can be linked to, takes another company, and comes back after a failure', async ({
  page,
  world,
}) => {
  await page.route(/\/events/, (route) => route.abort('connectionrefused'));
  await page.goto(`${world.url}?left=fetch-stream`);
  const note = page.locator('http-ticker .note');
  await expect(note).toHaveText(/^No stream\. The page asks again in \d+ s\.$/);
  await page.unroute(/\/events/);
  await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price), { timeout: 15_000 });
  await page.getByRole('combobox', { name: 'Company' }).selectOption('BOLO');
  await expect(left(page)).toHaveText(money(world.feed.latest('BOLO').price));
});
