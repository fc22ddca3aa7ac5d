// @ts-check
// `npm run compare`: the five ways side by side in a real browser, at 2 ticks a second and 200 ms.
import './node-version.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { withPage } from './page-run.js';
import { intoDocument, origin, table } from './report.js';
import { script } from './run.js';

const SECONDS = 60;
/** By hand somebody presses now and then. */
const PRESS_EVERY = 5;

const WAYS = [
  ['left=press', `Ask by hand, every ${PRESS_EVERY} s`],
  ['left=timer&poll=1', 'Ask on a timer, every 1 s'],
  ['left=timer&poll=0.5', 'Ask on a timer, every ½ s'],
  ['left=long-poll', 'Ask and wait (long polling)'],
  ['left=sse', 'Server-Sent Events'],
];

const COLUMNS = [
  'Right for',
  'Out of date, mean',
  'Out of date, p95',
  'Missed',
  'Questions',
  'Wasted',
  'Connections',
  'Bytes',
  'Bytes per new price',
];

await script(async () => {
  await withPage(['--seed', '1', '--rate', '2', '--rtt', '200'], async (browser, url) => {
    console.log(`Comparing for ${SECONDS} s…`);
    // All at once, so that all see the same market.
    const runs = await Promise.all(
      WAYS.map(async ([query]) => {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(`${url}/?${query}`);
        for (let s = 0; s < SECONDS; s += PRESS_EVERY) {
          await sleep(PRESS_EVERY * 1000);
          if (query === 'left=press') await page.keyboard.press('r');
        }
        return page.evaluate(readReport);
      }),
    );
    const told = runs.at(-1)?.[1];
    const rows = [
      ...WAYS.map(([, name], i) => [name, runs[i]?.[0]]),
      ['Be told (WebSocket)', told],
    ];
    const report = `${table(
      ['Way', ...COLUMNS],
      rows.map(([name, row]) => [
        name,
        ...COLUMNS.map((column) => /** @type {any} */ (row)?.[column] ?? '—'),
      ]),
    )}

${told?.['Ticks']} ticks in ${SECONDS} s; ${origin(`Chromium ${browser.version()}`)}. Made by \`npm run compare\`.`;
    console.log(report);
    if (process.argv.includes('--write')) intoDocument('README.md', 'compare', report);
  });
});

/** @returns {Record<string, string>[]} the report's two last rows, by column */
function readReport() {
  const report = document.querySelector('run-report')?.shadowRoot;
  const names = [...(report?.querySelectorAll('thead th') ?? [])].map((th) => th.textContent ?? '');
  return [...(report?.querySelectorAll('tbody tr') ?? [])].slice(-2).map((row) => {
    const cells = [...row.children].map((cell) => cell.textContent?.trim() ?? '');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}
