/** Packets that are lost on purpose, and what the page says and shows of it. */
import { readFile } from 'node:fs/promises';
import type { RecordedMessage, Recording } from '../src/client/recording/recording.ts';
import { expect, left, money, open, score, test } from './world.ts';

test('a lost packet holds up either side, and the page says why', async ({ page, world }) => {
  await open(page, `${world.url}?rtt=0&diagram=1`);
  await page.locator('#network > summary').click();
  await page.locator('network-panel').getByText('1 in 10', { exact: true }).click();
  await expect(page).toHaveURL(/loss=10/);
  await expect(page.locator('score-board')).toContainText(
    '0 ms added round trip, 1 packet in 10 lost (all simulated)',
  );
  await expect(page.locator('network-panel')).toContainText('head-of-line blocking');

  const get = page.getByRole('button', { name: 'Get price' });
  for (let i = 0; i < 12; i++) {
    await world.steps(page, 1);
    await get.click();
    await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
    await expect(score(page, 'Asked').left).toHaveText(`Ask: ${i + 2}`);
  }
  await page.locator('#report > summary').click();
  await expect(page.locator('run-report tbody')).toContainText('1 packet in 10 lost');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save this run' }).click(),
  ]);
  const run: Recording = JSON.parse(await readFile(await file.path(), 'utf8'));
  const times = (wanted: RecordedMessage['side']) =>
    (run.messages ?? [])
      .filter(({ side, received }) => side === wanted && received !== undefined)
      .map(({ sent, received = 0 }) => received - sent);
  // Sent again after 200 ms on a line without delay.
  for (const side of ['http', 'ws'] as const) {
    expect(times(side).filter((time) => time >= 199).length).toBeGreaterThanOrEqual(1);
  }

  await page.locator('network-panel').getByText('None', { exact: true }).click();
  await expect(page).not.toHaveURL(/loss=/);
  await expect(page.locator('score-board')).toContainText('0 ms added round trip (both simulated)');
  await expect(page.getByText('head-of-line blocking')).toBeHidden();
});

test('a link loses packets from the start, and one it doesn’t know says so', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?rtt=0&loss=30`);
  await expect(page.locator('score-board')).toContainText('1 packet in 30 lost');
  await page.goto(`${world.url}?rtt=0&loss=7`);
  await expect(page.locator('page-notice')).toContainText('(loss=7)');
  await expect(page.locator('score-board')).toContainText('added round trip (both simulated)');
});
