/** The teacher's page: served, printed, and in step with what the page itself understands. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright/test';
import { SCREEN_KEYS, STEERING_KEYS } from '../src/client/class/class-keys.ts';
import { violations } from './axe.ts';
import { expect, open, test } from './world.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

test('it is served as the page is, without a script', async ({ world }) => {
  const get = (path: string) =>
    fetch(new URL(path, world.url), { headers: { 'accept-encoding': 'br' } });
  const [page, teach] = await Promise.all([get('/'), get('/teach')]);
  expect(teach.status).toBe(200);
  for (const name of [
    'content-type',
    'content-encoding',
    'cache-control',
    'content-security-policy',
    'x-content-type-options',
    'referrer-policy',
  ]) {
    expect(teach.headers.get(name), name).not.toBeNull();
    expect(teach.headers.get(name), name).toBe(page.headers.get(name));
  }
  expect(await teach.text()).not.toMatch(/<script|{{/);
});

test('it is in the npm package', async () => {
  const npm = process.env['npm_execpath'];
  test.skip(!npm, 'npm runs these tests, so it says where it is');
  const { stdout } = await run(
    process.execPath,
    [npm ?? '', 'pack', '--dry-run', '--json', '--ignore-scripts'],
    { cwd: root },
  );
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  for (const name of ['teach.html', 'teach.css', 'licence.txt']) {
    expect(paths).toContain(`dist/page/${name}`);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing, ${colorScheme}`, async ({ page, world }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${world.url}teach`);
    expect(await violations(page)).toEqual([]);
  });
}

test('no sideways scroll at 320 px', async ({ page, world }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`${world.url}teach`);
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth).toBe(clientWidth);
});

test('every link answers, and the page understands every setting in one', async ({
  page,
  world,
}) => {
  // One page after the other is opened.
  test.setTimeout(120_000);
  await page.goto(`${world.url}teach`);
  const links = await page
    .locator('a')
    .evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute('href') ?? ''))]);
  const settings = links.filter((link) => link.startsWith('/?'));
  expect(settings.length).toBeGreaterThanOrEqual(8);

  for (const link of links.filter((link) => link.startsWith('#'))) {
    await expect(page.locator(link), link).toHaveCount(1);
  }
  for (const link of links.filter((link) => link.startsWith('/'))) {
    expect((await fetch(new URL(link, world.url))).status, link).toBe(200);
  }
  const notice = page.locator('page-notice');
  // This is how the page answers to what it does not understand.
  await open(page, new URL('/?left=telepathy', world.url).href);
  await expect(notice).toContainText(/setting/);
  for (const link of settings.filter((link) => !link.includes('blind'))) {
    await open(page, new URL(link, world.url).href);
    await expect(notice, link).not.toContainText(/setting/);
  }
});

test('every key on it is one of the page’s, or of the class’s screen', async ({ page, world }) => {
  await page.goto(`${world.url}teach`);
  const named = await page.locator('kbd:not(#class kbd)').allTextContents();
  const inClass = await page.locator('#class kbd').allTextContents();
  const keys = [...STEERING_KEYS.map(([keys]) => keys), ...Object.keys(SCREEN_KEYS)];
  expect(keys.join(' ').toUpperCase().split(' ')).toEqual(
    expect.arrayContaining(inClass.map((key) => key.toUpperCase())),
  );
  await page.goto(`${world.url}?help`);
  const real = page.locator('help-overlay kbd');
  await expect(real.first()).toBeVisible();
  expect(await real.allTextContents()).toEqual(expect.arrayContaining(named));
});

/** How many sheets the page takes. */
async function sheets(page: Page, format: string): Promise<number> {
  const pdf = (await page.pdf({ format })).toString('latin1');
  return pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
}

for (const format of ['A4', 'Letter']) {
  test(`printed on ${format}, the worksheet is one sheet of its own`, async ({ page, world }) => {
    await page.goto(`${world.url}teach`);
    const all = await sheets(page, format);
    const worksheet = page.locator('.worksheet');
    await expect(worksheet).toHaveCount(1);
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('main > :not(.worksheet), .teach-head')) {
        part.remove();
      }
    });
    expect(await sheets(page, format)).toBe(1);
    await page.reload();
    await worksheet.evaluate((worksheet) => worksheet.remove());
    expect(await sheets(page, format)).toBe(all - 1);
  });
}
