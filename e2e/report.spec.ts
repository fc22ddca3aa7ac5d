/** The run report, while the server is another one. */
import type { Page } from 'playwright/test';
import { expect, open, test, type World } from './world.ts';

/** What can only grow while a run is on. */
const GROWING = [
  'duration',
  'ticks',
  'recovered',
  'questions',
  'answers',
  'wasted',
  'failures',
  'connections',
  'bytes',
];

type Row = Record<string, string | number | undefined>;

interface Seen extends Window {
  /** The newest two rows of each moment, with the number of the run that was on. */
  moments: { run: number; rows: Row[] }[];
}

/** From now on keeps the report as often as the page is painted or has changed. */
async function watchReport(page: Page): Promise<void> {
  await page.locator('#report summary').click();
  await expect(page.locator('run-report tbody tr')).toHaveCount(2);
  await page.evaluate(() => {
    const { session } = document.querySelector('http-ticker') as unknown as {
      session: EventTarget & { left: { run: object } };
    };
    const buttons = document
      .querySelector('run-report')
      ?.shadowRoot?.querySelector('report-buttons') as unknown as { rows(): Row[] };
    const moments: Seen['moments'] = [];
    Object.assign(window, { moments });
    let { run } = session.left;
    let number = 0;
    const look = () => {
      if (session.left.run !== run) number += 1;
      run = session.left.run;
      moments.push({ run: number, rows: buttons.rows().slice(-2) });
    };
    for (const event of ['paint', 'change']) session.addEventListener(event, look);
  });
}

const momentsOf = (page: Page) => page.evaluate(() => (window as unknown as Seen).moments);

/** What is not known is none of the numbers. */
function expectNoneFell(moments: Seen['moments']): void {
  const highest = new Map<string, number>();
  for (const { run, rows } of moments) {
    for (const [side, row] of rows.entries()) {
      for (const [name, value] of Object.entries(row)) {
        if (typeof value !== 'number') continue;
        const what = `${name} of side ${side} in run ${run}`;
        expect(value, what).toBeGreaterThanOrEqual(highest.get(what) ?? 0);
        if (GROWING.includes(name)) highest.set(what, value);
      }
    }
  }
}

for (const [what, start] of [
  ['another market', (world: World) => world.restart()],
  ['the same market', (world: World) => world.start()],
] as const) {
  test(`the server comes back with ${what}: no number of a run is below 0 or falls`, async ({
    page,
    world,
  }) => {
    await open(page, world.url);
    await watchReport(page);
    await world.stepBoth(page);
    const notice = page.locator('page-notice');
    await world.stop();
    await expect(notice).toContainText('The server does not answer');
    await start(world);
    await expect(notice).not.toContainText('The server', { timeout: 15_000 });
    const before = (await momentsOf(page)).length;
    await world.stepBoth(page);
    // Both sides' bytes are known again.
    await expect
      .poll(async () =>
        (await momentsOf(page))
          .slice(before)
          .at(-1)
          ?.rows.map(({ bytes }) => bytes),
      )
      .toEqual([expect.any(Number), expect.any(Number)]);
    expectNoneFell(await momentsOf(page));
  });
}
