/** However the page is read: magnified, from the other side, without movement. */
import { overlaps, sideways, uncovered } from './geometry.ts';
import { expect, left, open, openAll, right, test } from './world.ts';

test.describe('at 400 %', () => {
  // What is left of 1280 × 720.
  test.use({ viewport: { width: 320, height: 180 } });

  test('nothing is covered, and nothing scrolls sideways but tables and pictures', async ({
    page,
    world,
  }) => {
    test.setTimeout(120_000);
    await open(page, world.url);
    expect(await uncovered(page.locator('h1'))).toBe(true);
    await openAll(page);
    expect(await sideways(page)).toBe(0);
    expect(await overlaps(page)).toEqual([]);
    for (const control of await page.locator('main :is(button, select, summary):visible').all()) {
      expect(await uncovered(control), (await control.textContent()) ?? '').toBe(true);
    }
  });

  test('a step of the lesson is where the visitor is, and lies over nothing', async ({
    page,
    world,
  }) => {
    await open(page, `${world.url}?step=3`);
    const strip = page.getByRole('region', { name: 'Lesson' });
    for (const step of [3, 4]) {
      await expect(strip.getByRole('heading')).toContainText(`Step ${step}`);
      await expect(strip.getByRole('heading')).toBeInViewport();
      for (const button of await strip.getByRole('button').all()) {
        if (await button.isEnabled()) expect(await uncovered(button)).toBe(true);
      }
      await strip.getByRole('button', { name: 'Skip' }).click();
    }
    expect(await sideways(page)).toBe(0);
  });
});

for (const width of [1280, 390]) {
  test(`from right to left, ${width} px wide, the page is mirrored and the pictures are not`, async ({
    page,
    world,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, `${world.url}?diagram=1`);
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    await world.steps(page, 3);
    const x = async (selector: string) =>
      (await page.locator(selector).first().boundingBox())?.x ?? Number.NaN;
    expect(await x('http-ticker')).toBeGreaterThan(await x('websocket-ticker'));
    expect(await x('http-ticker .price')).toBeGreaterThan(await x('websocket-ticker .price'));
    expect(await x('message-diagram .sides .http')).toBeLessThan(
      await x('message-diagram .sides .ws'),
    );

    await openAll(page);
    for (const picture of ['message-diagram canvas', 'price-chart .u-over', '.tube', 'pre']) {
      await expect(page.locator(picture).first()).toHaveCSS('direction', 'ltr');
    }
    expect(await sideways(page)).toBe(0);
    expect(await overlaps(page)).toEqual([]);
  });
}

test('no words depend on which side is the left one', async ({ page, world }) => {
  const SIDE =
    /\b(the|on|only) (left|right)( side)?\b(?! (price|answer|server|time))|^(Left|Right):/i;
  await open(page, world.url);
  await openAll(page);
  expect(await page.locator('body').innerText()).not.toMatch(SIDE);
  for (const step of [1, 2, 3, 4, 5, 6, 7, 8]) {
    await page.goto(`${world.url}?step=${step}`);
    await expect(page.locator('guided-lesson h2')).toContainText(`Step ${step}`);
    expect(await page.locator('guided-lesson section').innerText()).not.toMatch(SIDE);
    await page.locator('guided-lesson .answers button').first().click();
    expect(await page.locator('guided-lesson section').innerText()).not.toMatch(SIDE);
  }
});

test('where movement is unwelcome, nothing moves but numbers', async ({ page, world }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, world.url);
  await openAll(page);
  await world.steps(page, 2);
  await expect(left(page)).toHaveText(/^\$/);
  await expect(right(page)).toHaveText(/^\$/);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});
