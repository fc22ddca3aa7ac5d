/** `npm run compare`: the five ways side by side in a real browser, at 2 ticks a second and 200 ms. */
import { setTimeout as sleep } from 'node:timers/promises';
import { leftWays, rightWay } from '../../src/client/ways/index.ts';
import { flag, number, readOptions } from '../run/options.ts';
import { intoDocument, origin, table } from './report.ts';
import { withPage } from './with-page.ts';

/** By hand somebody presses now and then: this often, in s. */
const PRESS_EVERY = 5;

/** The left side's ways as rows of the table, each with the link's query that sets it. */
const ROWS = leftWays.flatMap(({ id, reportLabel, controls }) => {
  const row = (setting = '', query = '') => ({
    query: `left=${id}${query}`,
    name: `${reportLabel}${setting}`,
    byHand: controls === 'button',
  });
  if (controls === 'button') return row(`, every ${PRESS_EVERY} s`);
  if (controls === 'status') return row();
  return [row(', every 1 s', '&poll=1'), row(', every ½ s', '&poll=0.5')];
});

const COLUMNS = [
  'Right for',
  'Out of date, mean',
  'Out of date, p95',
  'Prices you didn’t see',
  'Questions',
  'Wasted',
  'Connections',
  'Bytes',
  'Bytes per new price',
];

/** A row of the page's report: text by column. */
type Row = Record<string, string>;

export async function main(args: string[]): Promise<void> {
  const { values } = readOptions(
    {
      command: 'npm run compare',
      about: 'Compares the five ways side by side in a real browser.',
      options: {
        seconds: number({
          help: 'how long',
          default: 60,
          min: PRESS_EVERY,
          max: 3_600,
          whole: true,
        }),
        write: flag('put the table into the README'),
      },
    },
    args,
  );
  await withPage(['--seed', '1', '--rate', '2', '--rtt', '200'], async (browser, url) => {
    console.log(`Comparing for ${values.seconds} s…`);
    // All at once, so that all see the same market.
    const runs = await Promise.all(
      ROWS.map(async ({ query, byHand }) => {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(`${url}/?${query}`);
        for (let left = values.seconds; left > 0; left -= PRESS_EVERY) {
          await sleep(Math.min(left, PRESS_EVERY) * 1000);
          if (byHand) await page.keyboard.press('r');
        }
        return page.evaluate(readReport);
      }),
    );
    const told = runs.at(-1)?.[1];
    const rows = ROWS.map(({ name }, i) => cellsOf(name, runs[i]?.[0]));
    rows.push(cellsOf(rightWay.reportLabel, told));
    const report = `${table(['Way', ...COLUMNS], rows)}

${told?.['Ticks']} ticks in ${values.seconds} s; ${origin(`Chromium ${browser.version()}`)}. Made by \`npm run compare\`.`;
    console.log(report);
    if (values.write) intoDocument('README.md', 'compare', report);
  });
}

function cellsOf(name: string, row: Row | undefined): string[] {
  const cells = COLUMNS.map((column) => {
    const cell = row?.[column];
    if (cell === undefined) throw new Error(`The page's report has no column "${column}".`);
    return cell;
  });
  return [name, ...cells];
}

/** Runs in the page. Returns the report's last two rows: the left side's and the right side's. */
function readReport(): Row[] {
  const report = document.querySelector('run-report')?.shadowRoot;
  const names = [...(report?.querySelectorAll('thead th') ?? [])].map((th) => th.textContent ?? '');
  return [...(report?.querySelectorAll('tbody tr') ?? [])].slice(-2).map((row) => {
    const cells = [...row.children].map((cell) => cell.textContent?.trim() ?? '');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}
