/** `npm run record`: a run of each way, for those who read the page without JavaScript, and to replay. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import { PRESS_EVERY, STRETCH } from '../../src/client/exhibits/compare/comparison.ts';
import { type LeftWay, leftWays } from '../../src/client/ways/index.ts';
import { HANDSHAKE, type RecordedRuns, readRecorded, runFile } from '../build/recorded.ts';
import { readOptions } from '../run/options.ts';
import { withPage } from './with-page.ts';

/** What the page is given: its defaults, and always the same prices. */
const SERVER = ['--seed', '5', '--rate', '2', '--rtt', '200'];

/** A run is recorded for so much longer than is compared of it, in ms. */
const SPARE = 500;

export async function main(args: string[]): Promise<void> {
  readOptions(
    {
      command: 'npm run record',
      about: 'Records the runs that are shown without JavaScript, and that the page can replay.',
    },
    args,
  );
  mkdirSync(dirname(runFile('press')), { recursive: true });
  await withPage(SERVER, async (browser, url) => {
    for (const { id } of leftWays) await record(browser, url, id);
  });
  const { ways, verdict } = readRecorded();
  console.log(`Recorded ${ways.length} ways. ${verdict.join(' ')}`);
}

/** Lets a way run for as long as is compared, and has the page save that run. */
async function record(browser: Browser, url: string, left: LeftWay): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${url}/?left=${left}&poll=1&diagram=1`);
  for (const id of ['handshake', 'report']) await page.locator(`#${id} > summary`).click();
  await page.locator('run-file button').first().waitFor();
  writeFileSync(HANDSHAKE, `${JSON.stringify(await handshake(page), null, 2)}\n`);
  // From nothing, once all has been loaded.
  await page.getByRole('button', { name: 'Reset' }).click();
  for (let passed = 0; passed < STRETCH; passed += PRESS_EVERY) {
    if (passed > 0 && left === 'press') await page.keyboard.press('r');
    await sleep(PRESS_EVERY);
  }
  await sleep(SPARE);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save this run' }).click(),
  ]);
  await file.saveAs(runFile(left));
  await page.close();
}

/** The lines of the handshake that the exhibit lights, without the name of the tab. */
async function handshake(page: Page): Promise<RecordedRuns['handshake']> {
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
