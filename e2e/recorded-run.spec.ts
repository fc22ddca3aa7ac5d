/** A run that is saved as a file, and replayed. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { LARGEST_FILE, type Recording, timesOf } from '../src/client/recording/recording.ts';
import { violations } from './axe.ts';
import { expect, left, money, open, right, score, test, type World } from './world.ts';

/** Saves the run that is on. @returns the file, and what is in it */
async function save(page: Page): Promise<{ path: string; run: Recording }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save this run' }).click(),
  ]);
  await expect(page.locator('run-file')).toContainText('Downloaded ask-or-be-told-run.json.');
  const path = await file.path();
  return { path, run: JSON.parse(await readFile(path, 'utf8')) };
}

const view = (page: Page) => page.locator('replay-view');
const moment = (page: Page) => page.getByRole('slider', { name: 'Moment' });
const picker = (page: Page) => page.locator('run-file input');

/** The price that a side of the replay shows. */
const shown = (page: Page, side: 'http' | 'ws') =>
  view(page).locator(`replay-side.${side} .price span`).first();

/** A side's number in a row of the replay's score board. */
const replayedScore = (page: Page, name: string, side: 'http' | 'ws') =>
  view(page)
    .locator('score-board dl > div')
    .filter({ has: page.locator('summary', { hasText: new RegExp(`^${name}$`) }) })
    .locator(`dd.${side}`);

/** A run in which something has happened, with the report open. */
async function someRun(page: Page, world: World): Promise<void> {
  await open(page, `${world.url}?rtt=0`);
  await page.locator('#report > summary').click();
  await expect(page.getByRole('button', { name: 'Save this run' })).toBeVisible();
  await world.steps(page, 5);
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  await world.steps(page, 4);
}

test('a saved run replays to identical scores, with the server gone', async ({ page, world }) => {
  await someRun(page, world);
  const { path, run } = await save(page);
  const prices = [await left(page).textContent(), await right(page).textContent()] as const;
  await world.stop();
  await picker(page).setInputFiles(path);
  await expect(view(page)).toContainText('nothing here comes from a server');
  await expect(view(page)).toContainText('At the end they match those saved in the file.');
  await expect(shown(page, 'http')).toHaveText(prices[0] ?? '');
  await expect(shown(page, 'ws')).toHaveText(prices[1] ?? '');
  await expect(replayedScore(page, 'Prices you didn’t see', 'http')).toHaveText(
    `Ask: ${run.left.scores.unseen}`,
  );
  await expect(replayedScore(page, 'Asked', 'http')).toHaveText(
    `Ask: ${run.left.scores.questions}`,
  );
});

test('each moment shows what was shown then, by mouse and by keys', async ({ page, world }) => {
  await someRun(page, world);
  const { path, run } = await save(page);
  await picker(page).setInputFiles(path);
  const chart = view(page).locator('replay-side.ws canvas');
  const picture = () => chart.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await expect(chart).toBeVisible();
  await expect.poll(async () => (await picture()).length).toBeGreaterThan(3_000);
  const atTheEnd = await picture();
  const [leftTimes, rightTimes] = [timesOf(run.left.events), timesOf(run.right.events)];
  const begins = Math.min(run.ended, ...leftTimes.slice(0, 1), ...rightTimes.slice(0, 1));
  const ends = Math.max(run.ended, ...leftTimes.slice(-1), ...rightTimes.slice(-1));
  // Where the clock was set back, a price can have come at the very beginning.
  const first = run.left.events.flatMap(([, what, tick], i) =>
    what === 'receive' && leftTimes[i] === begins ? [money(tick.price)] : [],
  );
  await moment(page).focus();
  await page.keyboard.press('Home');
  await expect(shown(page, 'http')).toHaveText(first.at(-1) ?? '—');
  await expect.poll(picture).not.toBe(atTheEnd);
  await expect(replayedScore(page, 'Right for', 'ws')).toHaveText('Be told: —');
  await expect(view(page)).toContainText(/0\.0 s of \d+\.\d s/);
  // Where the second step of the market had been shown, and the third had not.
  const told = run.right.events.flatMap(([, what, tick], i) =>
    what === 'receive' ? [{ time: rightTimes[i] as number, price: tick.price }] : [],
  );
  const [, second, third] = told;
  const steps = Number(await moment(page).getAttribute('max'));
  expect(steps).toBeGreaterThan(0);
  for (let step = 0; step <= steps; step++) {
    const time = begins + (step * (ends - begins)) / steps;
    if (second && third && time > second.time && time < third.time) {
      await expect(shown(page, 'ws')).toHaveText(money(second.price));
    }
    await page.keyboard.press('ArrowRight');
  }
  await expect(shown(page, 'ws')).toHaveText(money(world.feed.latest('ACME').price));
  await expect(view(page)).toContainText('they match those saved in the file');
});

test('it plays to its end, and the live page waits beneath', async ({ page, world }) => {
  await someRun(page, world);
  const { path } = await save(page);
  await picker(page).setInputFiles(path);
  await moment(page).focus();
  await page.keyboard.press('Home');
  await expect(shown(page, 'ws')).toHaveText('—');
  await view(page).getByText('16 ×').click();
  const play = view(page).getByRole('button', { name: 'Play' });
  await play.click();
  await expect(play).toBeVisible();
  await expect(view(page)).toContainText('they match those saved in the file');
  // The page's keys are not for it.
  await page.keyboard.press('2');
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(view(page)).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'When I press' })).toBeChecked();
  await world.steps(page, 1);
});

test('a run is dropped on the page, or named by its link', async ({ page, world }) => {
  await someRun(page, world);
  const { path } = await save(page);
  const content = await readFile(path, 'utf8');
  const dropped = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'run.json'));
    return data;
  }, content);
  await page.dispatchEvent('h1', 'drop', { dataTransfer: dropped });
  await expect(shown(page, 'ws')).toHaveText(money(world.feed.latest('ACME').price));
  await page.keyboard.press('Escape');
  await expect(view(page)).toHaveCount(0);

  await page.route(
    ({ pathname }) => pathname === '/my-run.json',
    (route) => route.fulfill({ body: content }),
  );
  await page.goto(`${world.url}?run=/my-run.json`);
  await expect(shown(page, 'ws')).toHaveText(money(world.feed.latest('ACME').price));
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(page).not.toHaveURL(/run=/);
  await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price));
});

test('an example is there to be replayed', async ({ page, world }) => {
  await open(page, world.url);
  await page.locator('#report > summary').click();
  await page.getByRole('button', { name: 'Replay an example' }).click();
  await expect(view(page)).toContainText('ACME · HTTP/1.1');
  await expect(view(page)).toContainText('At the end they match those saved in the file.');
  // At its very first moment nothing was known of the market and the line.
  await moment(page).focus();
  await page.keyboard.press('Home');
  await expect(view(page).locator('score-board')).toContainText(
    'Everything measured, clock accurate',
  );
});

for (const [link, sentence] of [
  ['/no-such-run.json', 'There is no recorded run at this link.'],
  [
    'https://example.com/run.json',
    'A link can only name a recorded run on this page’s own server.',
  ],
  ['//[', 'A link can only name a recorded run on this page’s own server.'],
  ['/licence.txt', 'it can’t be read as JSON'],
] as const) {
  test(`a link to ${link} gets a sentence`, async ({ page, world }) => {
    await page.goto(`${world.url}?run=${encodeURIComponent(link)}`);
    await expect(view(page)).toContainText(sentence);
    await page.getByRole('button', { name: 'Back to live' }).click();
    await expect(page).not.toHaveURL(/run=/);
  });
}

test('what is no recorded run gets a sentence, and loses nothing', async ({
  page,
  world,
}, testInfo) => {
  await someRun(page, world);
  const { path } = await save(page);
  const saved = await readFile(path, 'utf8');
  const files: [content: string | Buffer, sentence: string][] = [
    [saved.slice(0, -100), 'cut off'],
    ['{"log":{"entries":[]}}', 'not a run that was recorded by this page'],
    [saved.replace('"version":1', '"version":7'), 'another version'],
    [saved.replace('"ended":', '"ended":-'), 'damaged: its end'],
    [Buffer.alloc(LARGEST_FILE + 1, ' '), 'too large'],
  ];
  // By its path: as a buffer the largest would go to the browser as text, in one message.
  const file = testInfo.outputPath('run.json');
  for (const [content, sentence] of files) {
    await writeFile(file, content);
    await picker(page).setInputFiles(file);
    await expect(view(page)).toContainText(sentence);
    await page.getByRole('button', { name: 'Back to live' }).click();
  }
  await expect(score(page, 'Asked').left).toHaveText('Ask: 2');
  await world.steps(page, 1);
});

test('nothing in a file is markup', async ({ page, world }) => {
  await someRun(page, world);
  const { path } = await save(page);
  const hostile = '<img src=x onerror="document.title=1"><b>bold</b>';
  const run = JSON.parse(await readFile(path, 'utf8'));
  const status = [run.ended, 'status', { state: 'failed', why: hostile, heard: true }, false];
  run.left.events.push(status);
  const buffer = Buffer.from(JSON.stringify({ ...run, browser: hostile }));
  await picker(page).setInputFiles({ name: 'run.json', mimeType: 'application/json', buffer });
  await expect(view(page).locator('.browser')).toContainText(hostile);
  await expect(view(page).locator('.note').first()).toHaveText(hostile);
  await expect(view(page).locator('img')).toHaveCount(0);
});

test('messages are in it where they were looked at', async ({ page, world }) => {
  await someRun(page, world);
  expect((await save(page)).run.messages).toBeNull();
  await page.goto(`${world.url}?rtt=0&diagram=1`);
  await page.locator('#report > summary').click();
  await expect(page.locator('message-list').getByRole('button').first()).toBeVisible();
  await world.steps(page, 2);
  const { path, run } = await save(page);
  const kinds = run.messages?.map(({ side, kind, direction }) => `${side} ${kind} ${direction}`);
  expect(kinds).toContain('ws request up');
  expect(kinds?.filter((kind) => kind === 'ws frame down').length).toBeGreaterThanOrEqual(3);
  await picker(page).setInputFiles(path);
  await expect(view(page).locator('ol li').first()).toContainText('Be told ← server · frame');
});

test('axe finds nothing in a replay', async ({ page, world }) => {
  await someRun(page, world);
  const { path } = await save(page);
  await picker(page).setInputFiles(path);
  await expect(moment(page)).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
