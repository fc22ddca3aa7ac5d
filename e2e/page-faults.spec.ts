/** What a page must bear: a browser that refuses, a server that refuses, other ways to look at it. */
import { expect, money, open, right, test } from './world.ts';

test('where the browser remembers nothing, everything else works', async ({ page, world }) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('', 'SecurityError');
    };
    history.replaceState = refuse;
    Object.defineProperty(window, 'localStorage', { get: refuse });
    Object.defineProperty(window, 'BroadcastChannel', { value: refuse });
  });
  await open(page, world.url);
  await page.keyboard.press(']');
  await expect(page.locator('score-board')).toContainText('20 ms added round trip');
  await page.locator('http-ticker').getByText('On a timer').click();
  await expect(page.locator('http-ticker').getByLabel('On a timer')).toBeChecked();
  await expect(page.locator('http-ticker').getByText('½ s')).toBeVisible();
  await page.getByRole('link', { name: 'Take the lesson' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.locator('guided-lesson h2')).toContainText('Step 2');
  await page.keyboard.press('?');
  await page.getByLabel('Single keys act').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Pause' }).first()).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  world.feed.step();
  await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price));
  expect(errors).toEqual([]);
});

test('a slider that is dragged writes the link a few times, and in the end what it shows', async ({
  page,
  world,
}) => {
  await page.addInitScript(() => {
    const write = history.replaceState.bind(history);
    const written: number[] = [];
    Object.assign(window, { written });
    history.replaceState = (...args) => {
      written.push(performance.now());
      write(...args);
    };
  });
  await open(page, world.url);
  await page.locator('#network summary').click();
  const slider = page.getByRole('slider');
  await slider.evaluate((input: HTMLInputElement) => {
    for (let rtt = 20; rtt <= 3000; rtt += 20) {
      input.value = String(rtt);
      input.dispatchEvent(new Event('input'));
    }
  });
  await expect(page).toHaveURL(/rtt=3000/);
  const written = await page.evaluate(() => (window as unknown as { written: number[] }).written);
  for (const [i, at] of written.entries()) {
    if (i > 0) expect(at - (written[i - 1] as number)).toBeGreaterThan(150);
  }
});

test('after two blind guesses a run that ends is reported once', async ({ page, world }) => {
  await open(page, world.url);
  for (let guess = 0; guess < 2; guess++) {
    await page.keyboard.press('b');
    await expect(page.getByRole('heading', { name: 'Which is which?' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'A' }).locator('.price')).toHaveText(/^\$/);
    await page.keyboard.press('b');
    await expect(right(page)).toHaveText(/^\$/);
  }
  await page.locator('#report summary').click();
  const rows = page.locator('run-report tbody tr');
  // The run that goes on is the last row, and only a run of a second or more is kept.
  await expect(rows.last().locator('td').nth(1)).toHaveText(/^[1-9]\d*\.\d s$/);
  const before = await rows.count();
  await page.getByRole('radio', { name: 'On a timer' }).check();
  await expect(rows.first()).toContainText('Ask: when I press');
  await expect(rows.nth(-2)).toContainText('Ask: on a timer');
  await expect(rows).toHaveCount(before + 2);
});
