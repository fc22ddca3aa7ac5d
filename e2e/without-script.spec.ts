/** Where no script runs: the story in words, with the run that has been recorded. */
import { readRecorded } from '../scripts/build/recorded.ts';
import { violations } from './axe.ts';
import { overlaps, sideways } from './geometry.ts';
import { expect, test } from './world.ts';

const recorded = readRecorded();

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('it shows what was recorded, when and how', async ({ page, world }) => {
    await page.goto(world.url);
    await expect(page.locator('.story .notice')).toBeVisible();
    const rows = page.locator('.recorded tbody tr');
    await expect(rows).toHaveCount(recorded.ways.length);
    for (const [i, { name, numbers }] of recorded.ways.entries()) {
      await expect(rows.nth(i).locator('th, td')).toHaveText([name, ...numbers]);
    }
    const areas = await page
      .locator('.band path')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')));
    expect(areas).toEqual(recorded.ways.map(({ area }) => area));
    await expect(page.locator('.recorded .verdict p')).toHaveText(recorded.verdict);
    await expect(page.locator('.recorded .origin')).toContainText(
      `Recorded by this page on ${recorded.day} in ${recorded.browser}: ${recorded.conditions}.`,
    );
    await expect(page.locator('.story pre').first()).toHaveText(
      recorded.handshake.request.join('\n'),
    );
  });

  test('nothing that only a script can fill is seen; what can be opened opens', async ({
    page,
    world,
  }) => {
    await page.goto(world.url);
    for (const part of ['.loading', 'nav', 'page-toolbar', '#messages', '.lesson-entry', '.skip']) {
      await expect(page.locator(part).first()).toBeHidden();
    }
    await page.getByText('Is this fair?').click();
    await expect(page.getByText('Partly. The Ask side waits for you')).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 320]) {
    test(`its words can be read, ${colorScheme}, ${width} px wide`, async ({ page, world }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 720 });
      // Whoever looks at the page here needs scripts, so the page is given as one without them has it.
      await page.route(world.url, async (route) => {
        const response = await route.fetch();
        const html = (await response.text()).replace(
          /<\/?noscript>|<script.*?<\/script>|<link rel="modulepreload".*?>/g,
          '',
        );
        await route.fulfill({ response, body: html });
      });
      await page.goto(world.url);
      await expect(page.locator('.recorded tbody tr')).toHaveCount(recorded.ways.length);
      expect(await sideways(page)).toBe(0);
      expect(await overlaps(page)).toEqual([]);
      expect(await violations(page)).toEqual([]);
    });
  }
}
