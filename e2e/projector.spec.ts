/** The projector view: what fits on the screen, the keys that drive it, and the host's link. */
import type { Page } from 'playwright/test';
import { expect, left, longEnough, money, open, right, score, test } from './world.ts';

const said = (page: Page) => page.locator('status-line .seen');

/** The smallest text on the page, in CSS pixels. */
const smallestText = (page: Page) =>
  page.evaluate(() => {
    const sizes: number[] = [];
    const visit = (node: Node) => {
      if (node instanceof Text && node.textContent?.trim()) {
        const parent = node.parentElement;
        if (parent?.checkVisibility() && !parent.closest('.hidden')) {
          sizes.push(Number.parseFloat(getComputedStyle(parent).fontSize));
        }
      }
      if (node instanceof Element && node.shadowRoot) visit(node.shadowRoot);
      for (const child of node.childNodes) visit(child);
    };
    visit(document.body);
    return Math.min(...sizes);
  });

const SIZES = [
  [1280, 720],
  [1024, 768],
  [1920, 1080],
  [3840, 2160],
] as const;

/** As it begins, with all that a notice can say, and in the lesson. */
const STATES = [
  '',
  '&left=timer&rtt=600&damage=cut&paused=1&try=Pull+the+plug',
  '&step=1',
] as const;

for (const [width, height] of SIZES) {
  test(`at ${width} × ${height} all of it is in sight and large`, async ({ page, world }) => {
    await page.setViewportSize({ width, height });
    for (const state of STATES) {
      await page.goto(`${world.url}?view=projector${state}`);
      await expect(page.locator('score-board')).toContainText('added round trip');
      await expect(page.locator('http-ticker canvas')).toBeVisible();
      if (state === '&step=1') await expect(page.locator('guided-lesson h2')).toBeVisible();
      const scrolled = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return [scrollWidth, scrollHeight];
      });
      expect(scrolled, state).toEqual([width, height]);
      for (const part of ['http-ticker', 'websocket-ticker', 'score-board .headlines']) {
        const box = await page.locator(part).boundingBox();
        expect(box?.y, part).toBeGreaterThanOrEqual(0);
        expect((box?.y ?? 0) + (box?.height ?? 0), part).toBeLessThanOrEqual(height);
      }
      expect(await smallestText(page)).toBeGreaterThanOrEqual((height * 28) / 1080);
    }
  });
}

for (const [width, height] of SIZES) {
  test(`at ${width} × ${height} the messages fit beside the prices, paused and in the lesson too`, async ({
    page,
    world,
  }) => {
    await page.setViewportSize({ width, height });
    for (const state of ['', '&paused=1', '&step=5']) {
      await page.goto(`${world.url}?view=projector&diagram=1${state}`);
      await expect(page.locator('message-diagram canvas')).toBeVisible();
      if (state === '&step=5') await expect(page.locator('guided-lesson h2')).toBeVisible();
      await expect(async () => {
        const scrollHeight = await page.evaluate(() => document.documentElement.scrollHeight);
        expect(scrollHeight, state).toBe(height);
      }).toPass();
      const picture = await page.locator('message-diagram canvas').boundingBox();
      expect(picture?.height).toBeGreaterThan(height / 4);
      for (const price of await page.locator('price-face .price').all()) {
        await expect(price).toBeInViewport({ ratio: 1 });
      }
    }
  });
}

test('it has no controls, and keys drive it', async ({ page, world }) => {
  await open(page, `${world.url}?view=projector`);
  await expect(page.locator('button:visible')).toHaveCount(0);
  world.feed.step();
  await page.keyboard.press('r');
  await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  const delays = [60, 200, 600, 2000, 4000];
  for (const delay of delays) {
    await page.keyboard.press(']');
    await expect(said(page)).toHaveText(`Added delay ${delay} ms.`);
  }
  for (const delay of [2000, 600, 200, 60, 0]) {
    await page.keyboard.press('[');
    await expect(said(page)).toHaveText(`Added delay ${delay} ms.`);
  }
  // Held, it repeats.
  await page.keyboard.down(']');
  for (let i = 0; i < 3; i++) await page.keyboard.down(']');
  await page.keyboard.up(']');
  await expect(said(page)).toHaveText('Added delay 2000 ms.');
  await expect(page).toHaveURL(/rtt=2000/);
  await page.keyboard.press('x');
  await expect(said(page)).toContainText('The line is cut.');
  await expect(page).toHaveURL(/damage=cut/);
  await page.keyboard.press('c');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.keyboard.press('c');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a market that stands still is a key and a link', async ({ page, world }) => {
  await open(page, `${world.url}?view=projector&rate=0.03`);
  await expect(page.locator('score-board')).toContainText('A price change every 33 s');
  await page.keyboard.press('-');
  await expect(said(page)).toHaveText('A price change every 60 s.');
  await page.keyboard.press('-');
  await expect(said(page)).toHaveText('The market is paused.');
  await expect(page).toHaveURL(/rate=0(&|$)/);
  world.feed.setRate(2);
  await page.reload();
  await expect(page.locator('score-board')).toContainText('The market is paused');
});

test('a key and a digit begin each experiment, and leave it', async ({ page, world }) => {
  await open(page, `${world.url}?view=projector`);
  for (const [i, name] of ['Ask by hand', 'Poll every second'].entries()) {
    await page.keyboard.press('t');
    await expect(said(page)).toContainText(`Try: 1 Ask by hand`);
    await page.keyboard.press(`${i + 1}`);
    await expect(page.locator('page-notice')).toContainText(`${name}:`);
    await expect(said(page)).toHaveCount(0);
  }
  await expect(page).toHaveURL(
    /view=projector&left=timer&poll=1&rate=2&try=Poll\+every\+second|left=timer/,
  );
  await page.keyboard.press('t');
  await page.keyboard.press('0');
  await expect(page.locator('page-notice p')).toHaveCount(0);
  await expect(page).toHaveURL(`${world.url}?view=projector`);
});

test('a key and a letter open each exhibit, one at a time, and Esc goes back', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?view=projector`);
  await page.keyboard.press('o');
  const menu = (await said(page).textContent()) ?? '';
  const entries = menu.replace('Open: ', '').split(' · ');
  expect(entries).toHaveLength(11);
  await page.keyboard.press('o');
  for (const entry of entries) {
    await page.keyboard.press('o');
    await page.keyboard.press(entry.charAt(0).toLowerCase());
    const opened = page.locator('.entries > details[open]');
    await expect(opened).toHaveCount(1);
    expect(await opened.locator('h3').first().textContent()).toBe(entry.slice(2));
    await expect(right(page)).toBeInViewport();
  }
  await page.keyboard.press('d');
  await expect(page.locator('.entries > details[open]')).toHaveCount(1);
  await expect(page.locator('#messages')).toHaveAttribute('open');
  await page.keyboard.press('Escape');
  await expect(page.locator('.entries > details[open]')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Get price' })).toBeVisible();
  await expect(page).toHaveURL(world.url);
});

test('F is full screen, and who leaves full screen leaves the view', async ({ page, world }) => {
  await open(page, world.url);
  const full = () => page.evaluate(() => document.fullscreenElement !== null);
  const view = page.locator('html');
  await page.keyboard.press('f');
  await expect(view).toHaveAttribute('data-view', 'projector');
  await expect.poll(full).toBe(true);
  // As the browser does it on Esc, without a word to the page.
  await page.evaluate(() => document.exitFullscreen());
  await expect(view).toHaveAttribute('data-view', 'normal');
  await page.keyboard.press('f');
  await expect.poll(full).toBe(true);
  await page.keyboard.press('f');
  await expect.poll(full).toBe(false);
  await expect(view).toHaveAttribute('data-view', 'normal');
  await expect(page).toHaveURL(world.url);
});

test('where there is no full screen, F is the view alone', async ({ page, world }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Element.prototype, 'requestFullscreen', { value: undefined });
  });
  await open(page, world.url);
  for (const name of ['projector', 'normal', 'projector']) {
    await page.keyboard.press('f');
    await expect(page.locator('html')).toHaveAttribute('data-view', name);
  }
});

test('the host key leaves the address bar, outlives a reload and an experiment, and acts', async ({
  page,
  world,
}) => {
  await world.stop();
  await world.start({ hostKey: 'secret' });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await open(page, `${world.url}?view=projector`);
  await page.keyboard.press('n');
  await expect(said(page)).toContainText('Only the instructor can change the market.');
  // The host's link in the tab that is open already.
  await page.evaluate(() => {
    location.hash = 'key=secret';
  });
  await expect(page).toHaveURL(`${world.url}?view=projector`);
  await page.keyboard.press('n');
  await expect(said(page)).toContainText('News!');
  await page.reload();
  await expect(score(page, 'Asked').left).toHaveText(/\d$/);
  await page.keyboard.press('t');
  await page.keyboard.press('7');
  await expect(page.locator('score-board')).toContainText('A price change every 60 min');
  expect(page.url()).not.toContain('secret');
  expect(requests.filter((url) => url.includes('secret'))).toEqual([]);
});

test('the runs of the visit are in the report after a reload', async ({ page, world }) => {
  await page.addInitScript(() => {
    if (!sessionStorage.getItem('past-runs')) sessionStorage.setItem('past-runs', '[{"way":1}]');
  });
  await open(page, world.url);
  await page.locator('#report summary').click();
  const rows = page.locator('run-report tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.last().locator('td').nth(1)).toHaveText(longEnough);
  await page.reload();
  await page.locator('#report summary').click();
  await expect(rows).toHaveCount(4);
  await expect(rows.first()).toContainText('Ask: when I press');
});
