/**
 * `npm run compare`: the five ways side by side in a real browser, at 2 ticks a second and 200 ms, and
 * their bytes over HTTP/2.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { leftWays, rightWay } from '../../src/client/ways/index.ts';
import { flag, number, readOptions } from '../run/options.ts';
import { type OpenBrowser, openChromium } from './browsers.ts';
import { openFirefox } from './firefox.ts';
import { intoDocument, origin, table } from './report.ts';
import { withServer } from './with-page.ts';

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

/** What of it is shown for HTTP/2, too: bytes without TLS in both, and here without what both sides share. */
const HTTP2_COLUMNS = ['Bytes', 'Bytes per new price'];

/** A row of the page's report: text by column. */
type Row = Record<string, string>;

export async function main(args: string[]): Promise<void> {
  const { values } = readOptions(
    {
      command: 'npm run compare',
      about: 'Compares the five ways side by side in a real browser.',
      options: {
        seconds: number({
          help: 'how long each of the two runs takes',
          default: 60,
          min: PRESS_EVERY,
          max: 3_600,
          whole: true,
        }),
        firefox: flag('in Firefox, which must be installed; FIREFOX_PATH names one'),
        write: flag('put the table into the README, that of Firefox into docs/measuring.md'),
      },
    },
    args,
  );
  const { seconds, firefox } = values;
  const open = firefox ? openFirefox : openChromium;
  console.log(`Comparing for ${seconds} s, then as long over HTTP/2…`);
  const [plain, browser] = await runAll(open, seconds, [], '');
  const [http2] = await runAll(open, seconds, ['--tls'], '&http=2');
  const names = [...ROWS.map(({ name }) => name), rightWay.reportLabel];
  const rows = names.map((name, i) => [
    ...cellsOf(name, plain[i], COLUMNS),
    ...cellsOf(name, http2[i], HTTP2_COLUMNS).slice(1),
  ]);
  const heading = ['Way', ...COLUMNS, ...HTTP2_COLUMNS.map((column) => `${column}, HTTP/2`)];
  const report = `${table(heading, rows)}

${plain.at(-1)?.['Ticks']} ticks in ${seconds} s, and ${http2.at(-1)?.['Ticks']} in as many over HTTP/2; ${origin(browser)}. Made by \`npm run compare${firefox ? ' -- --firefox' : ''}\`.`;
  console.log(report);
  if (!values.write) return;
  if (firefox) intoDocument('docs/measuring.md', 'compare-firefox', report);
  else intoDocument('README.md', 'compare', report);
}

/**
 * Runs all ways at once, so that all see the same market.
 * @param options of the server
 * @param query that is added to each page's link
 * @returns what each has to report, the WebSocket last, and the browser's name and version
 */
async function runAll(
  openBrowser: () => Promise<OpenBrowser>,
  seconds: number,
  options: string[],
  query: string,
): Promise<[Row[], string]> {
  let result: [Row[], string] = [[], ''];
  const market = ['--seed', '1', '--rate', '2', '--rtt', '200'];
  await withServer([...market, ...options], async (url) => {
    const browser = await openBrowser();
    try {
      const runs = await Promise.all(
        ROWS.map((row) => run(browser, `${url}/?${row.query}${query}`, row.byHand, seconds)),
      );
      const asked = runs.map(([left]) => left);
      const rows = [...asked, runs.at(-1)?.[1]].filter((row) => row !== undefined);
      result = [rows, browser.name];
    } finally {
      await browser.close();
    }
  });
  return result;
}

/** @returns what the left side has to report, and the right side */
async function run(
  browser: OpenBrowser,
  url: string,
  byHand: boolean,
  seconds: number,
): Promise<Row[]> {
  const page = await browser.open(url);
  await page.run(() => document.querySelector<HTMLElement>('#report > summary')?.click());
  for (let left = seconds; left > 0; left -= PRESS_EVERY) {
    await sleep(Math.min(left, PRESS_EVERY) * 1000);
    if (byHand)
      await page.run(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'r' })));
  }
  return page.run(readReport);
}

function cellsOf(name: string, row: Row | undefined, columns: string[]): string[] {
  const cells = columns.map((column) => {
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
