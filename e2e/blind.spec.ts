import type { Page } from 'playwright/test';
import { expect, open, test } from './world.ts';

/** Lets a page draw its chances from a generator (mulberry32) with the seed in its address. */
async function seedChance(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let state = Number(new URLSearchParams(location.search).get('seed'));
    const next = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return (t ^ (t >>> 14)) >>> 0;
    };
    crypto.getRandomValues = <T extends ArrayBufferView | null>(array: T): T => {
      const bytes = array as unknown as Uint8Array;
      for (let i = 0; i < bytes.length; i++) bytes[i] = next() >>> 24;
      return array;
    };
  });
}

const price = (page: Page, name: 'A' | 'B') =>
  page.getByRole('region', { name, exact: true }).locator('.price');

/** All of the document, shadow trees too, as text: names of elements, attributes, words. */
const everything = (page: Page) =>
  page.evaluate(() => {
    const read = (node: Node): string => {
      if (node instanceof Text) return node.data;
      if (!(node instanceof Element) && !(node instanceof ShadowRoot)) return '';
      const own =
        node instanceof Element
          ? [node.localName, ...[...node.attributes].map(({ name, value }) => `${name}=${value}`)]
          : [];
      const inside = node instanceof Element && node.shadowRoot ? [node.shadowRoot] : [];
      return [...own, ...[...inside, ...node.childNodes].map(read)].join(' ');
    };
    return read(document.documentElement);
  });

test('the WebSocket stands on either side by chance', async ({ page, world }) => {
  test.slow();
  await seedChance(page);
  let left = 0;
  for (let seed = 1; seed <= 40; seed++) {
    await page.goto(`${world.url}?blind=1&rtt=0&seed=${seed}`);
    await expect(price(page, 'A')).toHaveText(/^\$/);
    await expect(price(page, 'B')).toHaveText(/^\$/);
    const before = world.feed.latest('ACME').price;
    while (world.feed.latest('ACME').price === before) world.feed.step();
    // Only the WebSocket moves unasked.
    const moved = `$${world.feed.latest('ACME').price.toFixed(2)}`;
    await expect(page.getByText(moved, { exact: true })).toHaveCount(1);
    if ((await price(page, 'A').textContent()) === moved) left += 1;
  }
  expect(left).toBeGreaterThanOrEqual(10);
  expect(left).toBeLessThanOrEqual(30);
});

for (const round of [1, 2, 3]) {
  test(`round ${round}: while blind, nothing in the document tells the sides apart`, async ({
    page,
    world,
  }) => {
    await page.goto(`${world.url}?blind=${round}&rtt=0`);
    await expect(price(page, 'A')).toHaveText(/^\$/);
    await expect(price(page, 'B')).toHaveText(/^\$/);
    const question = 'Which one is the WebSocket?';
    const intro = 'One of the two prices comes over a WebSocket.';
    const document = (await everything(page)).replaceAll(question, '').replaceAll(intro, '');
    const tree = (await page.locator('body').ariaSnapshot())
      .replaceAll(question, '')
      .replaceAll(intro, '');
    for (const text of [document, tree]) {
      expect(text).not.toMatch(
        /web-?socket|\bws\b|http(?!-equiv)|\bask|\btold\b|stream|poll|timer|press|left|right|request|push|event/i,
      );
    }
    // Both sides are built and look the same.
    const [a, b] = await Promise.all(
      (['A', 'B'] as const).map((name) =>
        page.getByRole('region', { name, exact: true }).evaluate((section) => {
          const shape = (element: Element): unknown => [
            element.localName,
            element.className,
            getComputedStyle(element).color,
            getComputedStyle(element).fontSize,
            element.getBoundingClientRect().height,
            [...element.children].map(shape),
          ];
          return shape(section);
        }),
      ),
    );
    expect(a).toEqual(b);
  });
}

test('keys that would tell are out of reach while blind', async ({ page, world }) => {
  await page.goto(`${world.url}?blind=1&rtt=0`);
  await expect(price(page, 'A')).toHaveText(/^\$/);
  for (const key of ['x', 'd', 'n', 'p', ']', '0', '?']) await page.keyboard.press(key);
  await expect(page.getByRole('heading', { name: 'Which is which?' })).toBeVisible();
  await expect(page.locator('dialog, canvas')).toHaveCount(0);
  await page.keyboard.press('e');
  await expect(page.getByText('Choose A, B or “Can’t tell” first.').first()).toBeVisible();
});

test('three rounds, each revealed, and then the page as it was', async ({ page, world }) => {
  await open(page, `${world.url}?left=sse&rtt=0`);
  await page.getByRole('link', { name: 'Take the blind test' }).click();
  for (const round of [1, 2, 3]) {
    await expect(page.getByText(`Round ${round} of 3`)).toBeVisible();
    await expect(price(page, 'A')).toHaveText(/^\$/);
    await expect(price(page, 'B')).toHaveText(/^\$/);
    await page
      .getByRole('group', { name: 'Which one is the WebSocket?' })
      .getByText('A', { exact: true })
      .click();
    await page.keyboard.press('e');
    await expect(page.locator('.verdict')).toContainText(/the WebSocket was [AB]\./);
    await expect(page.getByRole('heading', { name: 'What gave it away?' })).toBeVisible();
    if (round < 3) await page.getByRole('button', { name: 'Next round' }).click();
  }
  await expect(page.locator('.verdict')).toContainText('on the wire');
  await page.getByRole('button', { name: 'Back to the page' }).click();
  await expect(page).toHaveURL(/left=sse/);
  await expect(page).toHaveTitle(/HTTP and WebSocket side by side/);
  await expect(page.locator('http-ticker .price span').first()).toHaveText(/^\$/);
  await expect(page.locator('http-ticker canvas')).toBeVisible();
});
