import { expect, open, test } from './world.ts';

test('all five ways, one after the other: a table, a chart, a verdict for the guess, and the page as it was', async ({
  page,
  world,
}) => {
  test.slow();
  world.feed.setRate(2);
  await open(page, `${world.url}?rtt=60&step=7`);
  const lesson = page.getByRole('region', { name: 'Lesson' });
  await lesson.getByRole('button', { name: 'About as many' }).click();
  const exhibit = page.locator('compare-exhibit');
  await expect(exhibit.getByRole('progressbar', { name: 'Comparison' })).toBeVisible();
  const names = exhibit.getByRole('rowheader');
  await expect(names).toHaveText(
    ['Asking by hand', 'Asking on a timer', 'Long polling', 'Server-Sent Events', 'The WebSocket'],
    { timeout: 60_000 },
  );
  await expect(exhibit.locator('.verdict')).toContainText('Right for longest:', {
    timeout: 30_000,
  });
  const shares = await exhibit.locator('tbody tr td:nth-child(2)').allInnerTexts();
  const [byHand = 0, , longPoll = 0, , told = 0] = shares.map((text) => Number.parseInt(text, 10));
  expect(byHand).toBeLessThan(longPoll);
  expect(byHand).toBeLessThan(told);
  await expect(lesson).toContainText('You said “About as many”. ✗');
  const said = await lesson.innerText();
  const [, asked = Number.NaN, pushed] =
    /long polling (\d+) B, .*?the WebSocket (\d+) B\./s.exec(said)?.map(Number) ?? [];
  const more = asked / (pushed ?? Number.NaN) < 3.5 ? 'Two or three times' : 'Four times';
  expect(said).toContain(`It was “${more} as many`);
  await expect(page).not.toHaveURL(/left=/);

  const download = page.waitForEvent('download');
  await exhibit.getByRole('button', { name: 'Save the chart' }).click();
  expect((await download).suggestedFilename()).toBe('all-five-ways.svg');
});

test('stopped, it says so and puts the way back; with the left side changed, it leaves that', async ({
  page,
  world,
}) => {
  world.feed.setRate(2);
  await open(page, `${world.url}?left=timer`);
  await page.locator('#compare summary').click();
  const exhibit = page.locator('compare-exhibit');
  const start = exhibit.getByRole('button', { name: 'Compare all five ways' });
  await start.click();
  await exhibit.getByRole('button', { name: 'Stop' }).click();
  await expect(exhibit).toContainText('You stopped the comparison.');
  await expect(page).toHaveURL(/left=timer/);
  await start.click();
  await expect(exhibit.getByRole('rowheader')).toHaveText(['Asking by hand']);
  await page.keyboard.press('4');
  await expect(exhibit).toContainText('the Ask side was changed');
  await expect(page).toHaveURL(/left=sse/);
});

test('a market that stands still can’t be compared, and the page says why', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await page.locator('#compare summary').click();
  const start = page.locator('compare-exhibit').getByRole('button');
  await start.press('Enter');
  await expect(page.getByRole('status')).toContainText('Let it move first');
  await expect(start).toHaveText('Compare all five ways');
});
