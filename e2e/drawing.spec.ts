/** What is drawn, and what stands in its place where it can't be: charts, exhibits, the lesson. */
import type { Page } from 'playwright/test';
import { expect, left, money, open, right, score, stopClock, test } from './world.ts';

/** What each chart writes on its canvas from now on. */
async function readCharts(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const written: string[] = [];
    Object.assign(window, { written });
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      written.push(text);
      fillText.call(this, text, ...place);
    };
  });
  return () => page.evaluate(() => (window as unknown as { written: string[] }).written);
}

for (const language of ['C', 'en-US@posix']) {
  test(`the charts are drawn where the browser’s language is ${language}`, async ({
    page,
    world,
  }) => {
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.addInitScript((language) => {
      Object.defineProperty(Navigator.prototype, 'language', { get: () => language });
    }, language);
    await open(page, world.url);
    await expect(page.locator('price-chart canvas')).toHaveCount(2);
    await expect(page.locator('price-chart .u-axis')).toHaveCount(2);
    expect(errors).toEqual([]);
  });
}

test('before the first price no chart has a number on its axis', async ({ page, world }) => {
  const written = await readCharts(page);
  await page.addInitScript(() => {
    const Real = WebSocket;
    Object.assign(window, {
      WebSocket: new Proxy(Real, {
        construct: (_, [url]: [URL]) => new Real(new URL('/health', url)),
      }),
    });
  });
  await page.route(/\/price/, () => {});
  await page.goto(world.url);
  await expect(page.locator('price-chart canvas')).toHaveCount(2);
  await page.setViewportSize({ width: 1100, height: 700 });
  await expect(page.locator('score-board')).toContainText('can’t reach the server');
  expect((await written()).filter((text) => text.startsWith('$'))).toEqual([]);
});

test('with a first price there are numbers on it', async ({ page, world }) => {
  const written = await readCharts(page);
  await open(page, world.url);
  await expect.poll(written).toContainEqual(expect.stringMatching(/^\$\d+\.\d\d$/));
});

/** Lets no script come whose name begins so, until it is called off. */
async function withhold(page: Page, name: string): Promise<() => Promise<void>> {
  const pattern = new RegExp(`/assets/${name}[^/]*\\.js`);
  await page.route(pattern, (route) => route.abort('connectionrefused'));
  return () => page.unroute(pattern);
}

test('a chart that can’t be loaded says so, and can be tried again', async ({ page, world }) => {
  const release = await withhold(page, 'uPlot');
  await open(page, world.url);
  const problems = page.locator('price-chart load-problem');
  await expect(problems).toHaveCount(2);
  await expect(problems.first()).toContainText('The chart could not be loaded.');
  await release();
  await problems.first().getByRole('button').click();
  await problems.last().getByRole('button').click();
  await expect(problems).toHaveCount(0);
  await expect(page.locator('price-chart canvas')).toHaveCount(2);
});

test('a chart library that throws leaves a sentence in its place, and all else works', async ({
  page,
  world,
}) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  const body = 'throw new Error("of the library");';
  await page.route(/\/assets\/uPlot[^/]*\.js/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body }),
  );
  await open(page, world.url);
  for (const chart of await page.locator('price-chart').all()) {
    await expect(chart).toContainText('The chart could not be loaded.');
    await expect(chart.locator('.times')).toBeHidden();
  }
  await world.steps(page, 1);
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  await expect(score(page, 'Asked').left).toHaveText(/: 2$/);
  await page.locator('#bytes summary').click();
  await expect(page.locator('byte-breakdown .swatch')).toHaveCount(4);
  expect(errors).toEqual([]);
});

const exhibits: [id: string, script: string, element: string][] = [
  ['messages', 'message-xray', 'message-list'],
  ['bytes', 'byte-breakdown', 'byte-breakdown'],
  ['duplex', 'duplex-exhibit', 'duplex-exhibit'],
  ['handshake', 'handshake-exhibit', 'handshake-exhibit'],
  ['compare', 'compare-exhibit', 'compare-exhibit'],
  ['secure', 'secure-exhibit', 'secure-exhibit'],
  ['uses', 'use-quiz', 'use-quiz'],
  ['why', 'price-journey', 'price-journey'],
];
for (const [id, script, element] of exhibits) {
  test(`an exhibit that can’t be loaded says so, and can be tried again: ${id}`, async ({
    page,
    world,
  }) => {
    await open(page, world.url);
    const release = await withhold(page, script);
    await page.locator(`#${id} summary`).click();
    const problem = page.locator(`#${id} load-problem`);
    await expect(problem).toBeVisible();
    await expect(page.getByRole('status')).toHaveText('This part could not be loaded.');
    await problem.getByRole('button').click();
    await expect(problem).toBeVisible();
    await release();
    await problem.getByRole('button').click();
    await expect(problem).toHaveCount(0);
    await expect(page.locator(`#${id} ${element}`)).toHaveJSProperty('hasUpdated', true);
  });
}

test('a source file that can’t be loaded says so, and can be tried again', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await page.route(/\/code\//, (route) => route.fulfill({ status: 503 }));
  const code = page.locator('http-ticker source-code');
  await code.getByRole('button', { name: 'See the code' }).click();
  await expect(code.getByRole('alert')).toContainText('The file could not be loaded.');
  await page.unroute(/\/code\//);
  await code.getByRole('button', { name: 'Try again' }).click();
  await expect(code.locator('.whole')).toContainText('export const press');
  await expect(code.getByRole('alert')).toBeEmpty();
});

test('a lesson that can’t be loaded says so in sight, and can be tried again', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  const release = await withhold(page, 'guided-lesson');
  await page.getByRole('navigation').getByRole('link', { name: 'Take the lesson' }).click();
  const problem = page.locator('guided-lesson load-problem');
  await expect(problem).toBeInViewport({ ratio: 1 });
  await release();
  await problem.getByRole('button').click();
  await expect(page.getByRole('heading', { name: 'The problem' })).toBeInViewport();
});

test('a blind guess that can’t be loaded leaves the page as it was, says so, and can be tried again', async ({
  page,
  world,
}) => {
  const release = await withhold(page, 'blind-guess');
  await open(page, `${world.url}?blind=2`);
  const problem = page.locator('load-problem');
  await expect(problem).toBeInViewport({ ratio: 1 });
  await release();
  await problem.getByRole('button').click();
  await expect(page.getByRole('heading', { name: 'Which is which?' })).toBeVisible();
  await expect(page.getByText('Round 2 of')).toBeVisible();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(right(page)).toBeVisible();
  await expect(problem).toHaveCount(0);
});

test.describe('the room changes', () => {
  const axes = (page: Page) => page.locator('price-chart .u-axis');

  test('a phone has prices at its charts, unless its text is too large for them', async ({
    page,
    world,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, world.url);
    await expect(page.locator('price-chart canvas')).toHaveCount(2);
    await expect(axes(page)).toHaveCount(2);
    const text = (size: string) =>
      page.evaluate((size) => document.documentElement.style.setProperty('--body', size), size);
    await text('32px');
    await expect(axes(page)).toHaveCount(0);
    await text('16px');
    await expect(axes(page)).toHaveCount(2);
  });

  test('a phone is turned: the charts and the prices beside them take the width there is', async ({
    page,
    world,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, world.url);
    await expect(axes(page)).toHaveCount(2);
    /** How wide both charts are, in CSS pixels; 0 while one of them does not fill its room, axis and all. */
    const width = () =>
      page.locator('price-chart').evaluateAll((charts) => {
        const widths = charts.flatMap(({ shadowRoot }) => {
          const part = (name: string) => shadowRoot?.querySelector(name) as HTMLElement;
          const [room, canvas, axis] = [part('.plot'), part('canvas'), part('.u-axis')];
          return [room.clientWidth, canvas.clientWidth, axis.offsetLeft + axis.offsetWidth];
        });
        return new Set(widths).size === 1 ? widths[0] : 0;
      });
    await expect.poll(width).toBeGreaterThan(0);
    const upright = (await width()) ?? 0;
    await page.setViewportSize({ width: 844, height: 390 });
    await expect.poll(width).toBeGreaterThan(upright);
    const onItsSide = (await width()) ?? 0;
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(width).toBeGreaterThan(0);
    await expect.poll(width).toBeLessThan(onItsSide);
  });

  test('both charts have one scale: the lowest and the highest true price', async ({
    page,
    world,
  }) => {
    const written = await readCharts(page);
    await open(page, world.url);
    const prices = [world.feed.latest('ACME').price];
    for (let i = 0; i < 5; i++) {
      await world.steps(page, 1);
      prices.push(world.feed.latest('ACME').price);
    }
    const [low, high] = [Math.min(...prices), Math.max(...prices)].map(money);
    await expect
      .poll(async () => (await written()).slice(-4).sort())
      .toEqual([low, low, high, high].sort());
    for (const times of await page.locator('price-chart .times').all()) {
      await expect(times).toHaveText(/^\s*\d0 s ago\s*now\s*$/);
    }
  });

  test('a projector’s view with the messages open is left: the charts are drawn', async ({
    page,
    world,
  }) => {
    await open(page, `${world.url}?view=projector&diagram=1`);
    await expect(page.locator('message-diagram canvas')).toBeVisible();
    await expect(page.locator('price-chart .plot').first()).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(axes(page)).toHaveCount(2);
    await expect(page.locator('price-chart canvas').first()).toBeVisible();
  });

  test('the text grows: so do the numbers on the axis, and their room', async ({ page, world }) => {
    await open(page, world.url);
    await expect(axes(page)).toHaveCount(2);
    const room = async () => (await axes(page).first().boundingBox())?.width ?? 0;
    const before = await room();
    await page.evaluate(() => document.documentElement.style.setProperty('--body', '27px'));
    await expect.poll(room).toBeGreaterThan(before * 1.3);
  });

  test('the picture of the messages is painted anew at once', async ({ page, world }) => {
    await page.clock.install();
    await open(page, `${world.url}?diagram=1`);
    const canvas = page.locator('message-diagram canvas');
    await expect(canvas).toBeInViewport();
    const fits = () =>
      canvas.evaluate((canvas: HTMLCanvasElement) => canvas.width === canvas.clientWidth);
    await expect.poll(fits).toBe(true);
    // No frame of its own comes any more.
    await stopClock(page);
    const before = await canvas.evaluate((canvas: HTMLCanvasElement) => canvas.width);
    await page.setViewportSize({ width: 1000, height: 720 });
    await expect
      .poll(() => canvas.evaluate((canvas: HTMLCanvasElement) => canvas.clientWidth))
      .not.toBe(before);
    await expect.poll(fits).toBe(true);
  });
});
