import { violations } from './axe.ts';
import { sideways } from './geometry.ts';
import { expect, open, openAll, score, test } from './world.ts';

// With all opened up, axe has much to read, four times.
test.setTimeout(120_000);

for (const [theme, forcedColors] of [
  ['light', 'none'],
  ['dark', 'none'],
  ['light', 'active'],
  ['dark', 'active'],
] as const) {
  const look = forcedColors === 'active' ? `${theme} forced colours` : theme;

  test(`axe finds nothing, ${look}, all opened up`, async ({ page, world }) => {
    await page.emulateMedia({ colorScheme: theme, forcedColors, reducedMotion: 'reduce' });
    await open(page, `${world.url}?rtt=0`);
    await world.steps(page, 3);
    expect(await violations(page)).toEqual([]);

    await openAll(page);
    await page.getByRole('button', { name: 'Send over both' }).click();
    await expect(page.locator('duplex-exhibit tbody td').last()).toContainText('returned in');
    await page.locator('use-quiz choice-row').first().getByText('WebSocket').click();
    await page.locator('message-list button').last().click();
    await expect(page.locator('message-xray section')).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await page.locator('http-ticker source-code button').first().click();
    await expect(page.locator('http-ticker source-code .whole')).toContainText(
      'export const press',
    );
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.keyboard.press('?');
    await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

  test(`axe finds nothing, ${look}, in the blind guess and the lesson`, async ({ page, world }) => {
    await page.emulateMedia({ colorScheme: theme, forcedColors });
    await page.goto(`${world.url}?blind=1`);
    await expect(page.getByRole('region', { name: 'A', exact: true })).toContainText('$');
    expect(await violations(page)).toEqual([]);
    await page.getByText('Can’t tell').first().click();
    await page.getByRole('button', { name: 'Reveal' }).click();
    expect(await violations(page)).toEqual([]);

    await open(page, `${world.url}?step=4`);
    await page.locator('handshake-exhibit summary').click();
    await expect(page.locator('handshake-steps')).toContainText('✓ the same');
    await page.getByLabel('Try another key').fill('no key');
    expect(await violations(page)).toEqual([]);
  });
}

test('all opened up, nothing breaks the page’s own content security policy', async ({
  page,
  world,
}) => {
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    addEventListener('securitypolicyviolation', ({ violatedDirective, sample, sourceFile }) =>
      violations.push(`${violatedDirective} ${sourceFile} ${sample}`),
    );
  });
  await open(page, world.url);
  await openAll(page);
  await world.steps(page, 2);
  await page.locator('http-ticker source-code button').first().click();
  await expect(page.locator('http-ticker source-code .whole')).toContainText('export const');
  expect(
    await page.evaluate(() => (window as unknown as { violations: string[] }).violations),
  ).toEqual([]);
  const bar = page.locator('byte-breakdown .bar').first();
  expect((await bar.boundingBox())?.width, 'bars are as wide as their bytes').toBeGreaterThan(50);
});

test('only one region speaks by itself, and no price or clock is in it', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await world.steps(page, 5);
  const status = page.getByRole('status');
  await expect(status).toHaveCount(1);
  await expect(status).not.toContainText('$');
  await page.getByText('Spoken summary', { exact: true }).first().click();
  // As many as the page shows: five have come, and the newest of them may yet be asked for.
  await expect(score(page, 'Prices you didn’t see').left).toHaveText('Ask: 4');
  await page.getByRole('button', { name: 'Say now' }).click();
  await expect(status).toContainText(/Ask: \$.* missed 4\. Be told: \$.*, up to date, missed 0\./);
});

for (const width of [320, 390]) {
  test(`no sideways scroll at ${width} px, all opened up`, async ({ page, world }) => {
    await page.setViewportSize({ width, height: 700 });
    await open(page, world.url);
    await openAll(page);
    await page.locator('message-list button').last().click();
    await expect(page.locator('message-xray section')).toBeVisible();
    expect(await sideways(page)).toBe(0);
  });
}

test('what can be pressed is at least 44 px', async ({ page, world }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await open(page, world.url);
  await openAll(page);
  for (const target of await page
    .locator(
      'button:visible, select:visible, summary:visible, input[type=text]:visible, input:not([type]):visible',
    )
    .all()) {
    const box = await target.boundingBox();
    expect(
      Math.min(box?.width ?? 0, box?.height ?? 0),
      (await target.textContent()) ?? '',
    ).toBeGreaterThanOrEqual(44);
  }
});
