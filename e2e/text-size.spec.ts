/** Who has chosen text of twice the size in the browser reads all of this page in it. */

import { overlaps, sideways } from './geometry.ts';
import config from './playwright.config.ts';
import { expect, open, openAll, test } from './world.ts';

const { launchOptions } = config.use ?? {};
test.use({
  launchOptions: {
    ...launchOptions,
    args: [...(launchOptions?.args ?? []), '--blink-settings=defaultFontSize=32'],
  },
});

const SIZES = [
  [1280, 720],
  [390, 844],
] as const;

for (const [width, height] of SIZES) {
  test(`at ${width} × ${height} it is twice as large, and nothing is in the way`, async ({
    page,
    world,
  }) => {
    await page.setViewportSize({ width, height });
    await open(page, `${world.url}?left=timer`);
    await world.steps(page, 3);
    // As a rule it is 18 px.
    await expect(page.locator('html')).toHaveCSS('font-size', '36px');
    await expect(page.locator('h1')).toBeInViewport({ ratio: 1 });
    expect(await overlaps(page)).toEqual([]);

    await openAll(page);
    await page.locator('message-list button').last().click();
    await expect(page.locator('message-xray section')).toBeVisible();
    expect(await sideways(page)).toBe(0);
    expect(await overlaps(page)).toEqual([]);
  });

  test(`at ${width} × ${height} the lesson’s strip can be read to its end`, async ({
    page,
    world,
  }) => {
    await page.setViewportSize({ width, height });
    await open(page, `${world.url}?step=4`);
    for (const name of ['As an HTTP request', 'Leave']) {
      const button = page.getByRole('region', { name: 'Lesson' }).getByRole('button', { name });
      await button.scrollIntoViewIfNeeded();
      await expect(button).toBeInViewport({ ratio: 0.99 });
    }
    expect(await sideways(page)).toBe(0);
  });
}
