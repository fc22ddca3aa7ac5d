/** The two cards in a frame of a course's page: who may show them, what is shown, and how high it says it is. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright/test';
import { test as base, expect, money, type World } from './world.ts';

/** A page of another origin that shows an address in a frame and keeps what the frame tells it. */
const COURSE = (address: string) => `<!doctype html><title>A course</title>
<script>
  const told = [];
  addEventListener('message', ({ data, origin }) => told.push({ data, origin }));
</script>
<iframe src="${address}" width="900" height="300" style="border: 0"></iframe>`;

interface Course {
  origin: string;
  /** Shows it in a frame. */
  show(page: Page, address: string): Promise<FrameLocator>;
}

const test = base.extend<{ course: Course }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from this pattern.
  course: async ({}, use) => {
    let address = '';
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end(COURSE(address));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await use({
      origin,
      async show(page, shown) {
        address = shown;
        await page.goto(origin);
        return page.frameLocator('iframe');
      },
    });
    server.closeAllConnections();
    server.close();
  },
});

/** The server anew, with other sites that may show it in a frame. */
async function allow(world: World, ...allowFrames: string[]): Promise<void> {
  await world.stop();
  await world.start({ allowFrames });
}

type Told = { data: unknown; origin: string }[];
const told = (page: Page) => page.evaluate<Told>('told');

/** Waits until the browser has refused to show the frame. */
const rejection = (page: Page) =>
  page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()));

test('a course that may shows the two cards, and nothing to open', async ({
  page,
  world,
  course,
}) => {
  await allow(world, course.origin);
  const frame = await course.show(page, `${world.url}?embed&step=2&diagram=1&view=projector`);
  await expect(frame.locator('http-ticker .price span').first()).toHaveText(/^\$/);
  world.feed.step();
  await expect(frame.locator('websocket-ticker .price span').first()).toHaveText(
    money(world.feed.latest('ACME').price),
  );
  await frame.getByRole('button', { name: 'Get price' }).click();
  await expect(frame.locator('http-ticker .state')).toHaveText('✓ Up to date');
  // What is simulated is said, in the one line below the cards.
  await expect(frame.locator('score-board')).toContainText('both simulated');
  const [shown, hidden] = [
    ['http-ticker', 'websocket-ticker', 'score-board .foot'],
    [
      'h1',
      'nav',
      'page-toolbar',
      '.headlines',
      'score-board details',
      '.groups',
      'footer',
      'section',
    ],
  ];
  for (const part of shown) await expect(frame.locator(part).first()).toBeVisible();
  for (const part of hidden) await expect(frame.locator(part).first()).toBeHidden();
  await frame.locator('http-ticker').press('l');
  await expect(frame.locator('guided-lesson section')).toHaveCount(0);
});

test('it tells its height, again when it becomes another, and nothing else', async ({
  page,
  world,
  course,
}) => {
  await allow(world, course.origin);
  const frame = await course.show(page, `${world.url}?embed`);
  // Until then it may become higher and lower by itself.
  for (const side of ['http-ticker', 'websocket-ticker']) {
    await expect(frame.locator(`${side} .price span`).first()).toHaveText(/^\$/);
    await expect(frame.locator(`${side} canvas`)).toBeVisible();
  }
  const height = () =>
    frame.locator('html').evaluate((html) => Math.ceil(html.getBoundingClientRect().height));
  /** The last that was told is how high it is. */
  const agree = () =>
    expect(async () => {
      expect((await told(page)).at(-1)?.data).toEqual({ height: await height() });
    }).toPass();
  await agree();
  const wide = await height();
  expect(wide).toBeGreaterThan(300);
  // A frame as high as that shows all of it, and is not asked to grow.
  await page.locator('iframe').evaluate((frame, height) => {
    frame.setAttribute('height', String(height));
  }, wide);
  await agree();
  expect(await height()).toBe(wide);
  await page.locator('iframe').evaluate((frame) => frame.setAttribute('width', '360'));
  await expect.poll(height).toBeGreaterThan(wide);
  await agree();
  for (const { data, origin } of await told(page)) {
    expect(origin).toBe(new URL(world.url).origin);
    expect(Object.keys(data as object)).toEqual(['height']);
  }
});

test('only ?embed may be shown, and only by who was named', async ({ page, world, course }) => {
  await allow(world, course.origin);
  for (const path of ['', 'teach', '?embedded=1', 'teach?embed']) {
    const refused = rejection(page);
    await course.show(page, world.url + path);
    await refused;
  }
  await allow(world, 'https://another.example');
  const refused = rejection(page);
  await course.show(page, `${world.url}?embed`);
  await refused;
});

test('without the option nobody may', async ({ page, world, course }) => {
  const refused = rejection(page);
  await course.show(page, `${world.url}?embed`);
  await refused;
});
