/** `npm run record`: a comparison of all ways, for those who read the page without JavaScript. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { RECORDED, type RecordedRun } from '../build/recorded.ts';
import { readOptions } from '../run/options.ts';
import { withPage } from './with-page.ts';

/** What the page is given: its defaults, and always the same prices. */
const SERVER = ['--seed', '5', '--rate', '2', '--rtt', '200'];
const CONDITIONS = '2 price changes a second, 200 ms added round trip, both simulated';

/** The comparison takes forty seconds; waiting ends after so long, in ms. */
const LONGEST = 120_000;

export async function main(args: string[]): Promise<void> {
  readOptions(
    { command: 'npm run record', about: 'Records the run that is shown without JavaScript.' },
    args,
  );
  await withPage(SERVER, async (browser, url) => {
    const page = await browser.newPage();
    await page.goto(`${url}/#compare`);
    for (const id of ['handshake', 'compare']) await page.locator(`#${id} > summary`).click();
    await page.getByRole('button', { name: 'Compare all five ways' }).last().click();
    await page.locator('compare-exhibit .verdict').waitFor({ timeout: LONGEST });
    const run: RecordedRun = {
      day: new Date().toISOString().slice(0, 10),
      browser: `Chromium ${browser.version()}`,
      conditions: CONDITIONS,
      ...(await comparison(page)),
      handshake: await handshake(page),
    };
    writeFileSync(RECORDED, `${JSON.stringify(run, null, 2)}\n`);
    console.log(`Recorded ${run.ways.length} ways. ${run.verdict.join(' ')}`);
  });
}

/** What the comparison shows once it is over. */
async function comparison(
  page: Page,
): Promise<Pick<RecordedRun, 'caption' | 'columns' | 'ways' | 'verdict'>> {
  const exhibit = page.locator('compare-exhibit');
  const texts = (selector: string) => exhibit.locator(selector).allInnerTexts();
  const [, ...columns] = await texts('thead th');
  const names = await texts('tbody th');
  const sides = await exhibit
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map(({ className }) => className as 'http' | 'ws'));
  const numbers = await texts('tbody td');
  const areas = await exhibit
    .locator('path')
    .evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? ''));
  const [caption = ''] = await texts('figcaption');
  return {
    caption,
    columns,
    ways: names.map((name, i) => ({
      name,
      side: sides[i] ?? 'http',
      numbers: numbers.slice(i * columns.length, (i + 1) * columns.length),
      area: thinned(areas[i] ?? ''),
    })),
    verdict: await texts('.verdict p'),
  };
}

/** The lines of the handshake that the exhibit lights, without the name of the tab. */
async function handshake(page: Page): Promise<RecordedRun['handshake']> {
  const [request = [], answer = []] = await page
    .locator('handshake-exhibit .two pre')
    .evaluateAll((heads) =>
      heads.map((head) =>
        [...head.querySelectorAll('.essential')].map(({ textContent }) =>
          (textContent ?? '').replace(/\?\S*/, ''),
        ),
      ),
    );
  return { request, answer };
}

/** A point of the picture may be left out if the line without it passes it by less than this, in the picture's units. */
const NEAR = 0.5;

/** An area with as few points as make the same picture: it was looked at in every frame. */
function thinned(area: string): string {
  const points = [...area.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  );
  const kept = points.slice(0, 1);
  let passed: (readonly [number, number])[] = [];
  for (const [i, next] of points.entries()) {
    if (i === 0) continue;
    const [from] = kept.slice(-1);
    const straight = passed.every(([x, y]) => {
      if (!from || next[0] === from[0]) return false;
      const at = from[1] + ((next[1] - from[1]) * (x - from[0])) / (next[0] - from[0]);
      return Math.abs(at - y) < NEAR;
    });
    const before = points[i - 1];
    if (!straight && before) {
      kept.push(before);
      passed = [];
    }
    passed.push(next);
  }
  const [first, ...others] = [...kept, ...points.slice(-1)];
  return first
    ? `M${first.join(' ')}${others.map((point) => `L${point.join(' ')}`).join('')}Z`
    : '';
}
