import type { Route } from 'playwright/test';
import { expect, left, money, open, right, score, test } from './world.ts';

test('untouched, the right price moves on and the left grows old, all in view', async ({
  page,
  world,
}) => {
  await page.addInitScript(() => {
    // Counts what a person could see: each change of the text on either side.
    const seen = { left: 0, right: 0 };
    Object.assign(window, { seen });
    const watch = (tag: string, side: 'left' | 'right') => {
      const text = () =>
        document
          .querySelector(tag)
          ?.shadowRoot?.querySelector('price-face')
          ?.shadowRoot?.querySelector('.price span')?.textContent;
      let before = '';
      const look = () => {
        const now = text() ?? '';
        if (before.startsWith('$') && now !== before) seen[side] += 1;
        before = now;
        requestAnimationFrame(look);
      };
      look();
    };
    watch('http-ticker', 'left');
    watch('websocket-ticker', 'right');
  });
  world.feed.setRate(2);
  await open(page, `${world.url}?rtt=200`);

  const state = page.locator('http-ticker .state');
  await expect(state).toHaveText(/Out of date for ([3-9]|\d\d)\.\d s/, { timeout: 20_000 });
  const seen = (side: 'left' | 'right') =>
    page.evaluate(
      (side) => (window as unknown as { seen: { left: number; right: number } }).seen[side],
      side,
    );
  await expect.poll(() => seen('right')).toBeGreaterThanOrEqual(6);
  expect(await seen('left')).toBe(0);
  await expect(page.locator('websocket-ticker .state')).toContainText('Up to date');

  for (const target of [
    left(page),
    right(page),
    state,
    page.getByRole('button', { name: 'Get price' }),
  ]) {
    await expect(target).toBeInViewport({ ratio: 1 });
  }
  // Of what can be opened the first row is in view, too.
  await expect(page.getByText('Is this fair?', { exact: true })).toBeInViewport({ ratio: 1 });
});

test('one press is one question, and the page says how it went', async ({ page, world }) => {
  await open(page, world.url);
  await world.steps(page, 3);
  const requests: Route[] = [];
  await page.route(/\/price/, (route) => {
    requests.push(route);
  });
  const button = page.locator('http-ticker button.main');
  await button.click();
  await expect(button).toHaveText('Asking…');
  // While a question is on its way, pressing again asks nothing.
  await button.dispatchEvent('click');
  await expect.poll(() => requests.length).toBe(1);
  await requests[0]?.continue();
  await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  await expect(page.locator('http-ticker .note')).toContainText('It is still right.');
  await expect(button).toHaveText('Get price');
  expect(requests).toHaveLength(1);
  await expect(score(page, 'Asked').left).toContainText('2');
});

test('at 2 s a question takes 2 s, and an answer overtaken by the market is said to be', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await page.getByText('Break the line', { exact: true }).click();
  await page.getByRole('button', { name: /Weak signal/ }).click();
  await expect(page.locator('network-panel output')).toHaveText('2000 ms');
  await expect(page).toHaveURL(/rtt=2000/);

  const answered = page.waitForResponse(/\/price/);
  const asked = world.app.server;
  const arrived = new Promise<void>((resolve) => asked.once('request', () => resolve()));
  await page.getByRole('button', { name: 'Get price' }).click();
  await arrived;
  // The question has been read; whatever happens now, its answer does not know.
  await new Promise<void>((resolve) => setImmediate(resolve));
  world.feed.step();
  await answered;
  const note = page.locator('http-ticker .note');
  await expect(note).toContainText('The price changed again on the way.');
  const [, took] = /That took ([\d.]+) s/.exec((await note.textContent()) ?? '') ?? [];
  expect(Number(took)).toBeGreaterThanOrEqual(2);
});

test('sixty prices later the right side has still asked once', async ({ page, world }) => {
  const handshakes: string[] = [];
  let received = 0;
  page.on('websocket', (socket) => {
    if (!socket.url().includes('/stream')) return;
    handshakes.push(socket.url());
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"tick"')) received += 1;
    });
  });
  await open(page, world.url);
  await world.steps(page, 60);
  expect(handshakes).toHaveLength(1);
  expect(received).toBe(61);
  await expect(score(page, 'Asked').right).toHaveText(/: 1$/);
  await expect(score(page, 'Received').right).toHaveText(/: 61$/);
  await expect(score(page, 'Prices you didn’t see').right).toHaveText(/: 0$/);
});

test('press, 20 prices, press: the left missed 19, the right none', async ({ page, world }) => {
  await open(page, world.url);
  await world.steps(page, 20);
  await expect(score(page, 'Not seen yet').left).toHaveText(/: 20$/);
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(score(page, 'Prices you didn’t see').left).toHaveText(/: 19$/);
  await expect(score(page, 'Prices you didn’t see').right).toHaveText(/: 0$/);
});

test('whatever the invitation says, the toolbar stands in one line', async ({ page, world }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await open(page, world.url);
  world.feed.step();
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(page.locator('invitation-line')).toContainText('How often would you have to press?');
  const tops = await page
    .locator('page-toolbar')
    .locator('select, button')
    .evaluateAll((controls) => controls.map((control) => control.getBoundingClientRect().top));
  expect(tops).toHaveLength(4);
  expect(new Set(tops).size).toBe(1);
});

for (const [width, height] of [
  [390, 844],
  [768, 1024],
  [1024, 768],
  [1280, 720],
] as const) {
  test(`at ${width} × ${height} nothing jumps while the page comes`, async ({ page, world }) => {
    await page.setViewportSize({ width, height });
    await page.addInitScript(() => {
      const shifts = { sum: 0 };
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const { value } of list.getEntries() as (PerformanceEntry & { value: number })[]) {
          shifts.sum += value;
        }
      }).observe({ type: 'layout-shift' });
    });
    const sum = () =>
      page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum);
    await open(page, `${world.url}?rtt=200`);
    // Less is good (web.dev, Cumulative Layout Shift).
    expect(await sum()).toBeLessThan(0.1);
    // What does jump is seen to.
    await page.locator('body > header').evaluate((header) => {
      header.style.paddingBottom = '50vh';
    });
    await expect.poll(sum).toBeGreaterThan(0.1);
  });
}

const WIDTHS = [320, 390, 600, 701, 768, 900, 1024, 1100, 1200, 1280, 1920];
for (const way of ['press', 'timer', 'long-poll', 'sse'] as const) {
  test(`the two prices are level at any width (${way})`, async ({ page, world }) => {
    await open(page, `${world.url}?left=${way}`);
    const apart = async () => {
      const [asked, told] = await Promise.all(
        [left(page), right(page)].map((price) => price.boundingBox()),
      );
      return Math.abs((asked?.y ?? Number.NaN) - (told?.y ?? Number.NaN));
    };
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(apart, `at ${width}`).toBeLessThan(2);
    }
  });
}
