/** Each test's own world: a server on a free port with a market that the test moves by hand. */
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { test as base, expect, type Page } from 'playwright/test';
import { type AppOptions, buildApp } from '../src/server/app.ts';
import { MarketFeed } from '../src/server/market/price-feed.ts';
import { Market } from '../src/server/market/random-walk.ts';

const built = fileURLToPath(new URL('../dist/page', import.meta.url));

const newFeed = (seed: number, first: number) =>
  new MarketFeed(new Market({ seed, volatility: 0.01 }), first);

export class World {
  feed = newFeed(1, 1);
  app!: FastifyInstance;
  port = 0;

  /** Starts the server, on the same port as before if there was one. */
  async start(options: Partial<AppOptions> = {}): Promise<void> {
    this.app = await buildApp({ feed: this.feed, network: { rtt: 0 }, page: built, ...options });
    await this.app.listen({ port: this.port, host: '127.0.0.1' });
    this.port = (this.app.server.address() as AddressInfo).port;
  }

  /** Another server with another market in the place of the one that was stopped. */
  async restart(): Promise<void> {
    this.feed = newFeed(2, 1_000);
    await this.start();
  }

  async stop(): Promise<void> {
    this.feed.setRate(0);
    await this.app.close();
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Lets the market take so many steps, one by one, each seen by the page before the next. */
  async steps(page: Page, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.feed.step();
      await expect(right(page)).toHaveText(money(this.feed.latest('ACME').price));
    }
  }

  /** Lets the market take a step of which the right side is told, and for which the left then asks. */
  async stepBoth(page: Page): Promise<void> {
    await this.steps(page, 1);
    await page.getByRole('button', { name: 'Get price' }).click();
    await expect(left(page)).toHaveText(money(this.feed.latest('ACME').price));
  }
}

export const test = base.extend<{ world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from this pattern.
  world: async ({}, use) => {
    const world = new World();
    await world.start();
    await use(world);
    await world.stop();
  },
});

export { expect };

/** The price on the left, the right. */
export const left = (page: Page) => page.locator('http-ticker .price span').first();
export const right = (page: Page) => page.locator('websocket-ticker .price span').first();

/** The left's and the right's number of a row of the score board. */
export const score = (page: Page, name: string) => {
  const row = page
    .locator('score-board dl > div')
    .filter({ has: page.locator('summary', { hasText: new RegExp(`^${name}$`) }) });
  return { left: row.locator('dd').first(), right: row.locator('dd').last() };
};

/** Lets the page believe that it is hidden, or is seen again. */
export const hide = (page: Page, hidden: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

/** The page's clock, installed before, leaps ahead, farther than a busy machine is late, and stands still. */
export const stopClock = async (page: Page) =>
  page.clock.pauseAt(await page.evaluate(() => Date.now() + 5_000));

export const money = (price: number) => `$${price.toFixed(2)}`;

/** How long a run lasts that the report keeps: a second or more, and 0.96 s is shown as 1.0 s. */
export const longEnough = /^(?!0|1\.0)\d+\.\d s$/;

/** Opens the page and waits until both sides have their first price and the instruments work. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(left(page)).toHaveText(/^\$/);
  await expect(right(page)).toHaveText(/^\$/);
  await expect(score(page, 'Asked').left).toHaveText(/\d$/);
}

/** Opens everything that can be opened, and waits until what is loaded for it is there. */
export async function openAll(page: Page): Promise<void> {
  // These very elements: what is loaded meanwhile has more of them, between those that are still to come.
  // Not by mouse: what is loaded moves them, perhaps between press and release.
  for (const summary of await page.locator('summary').elementHandles()) {
    await summary.evaluate((element) => (element as HTMLElement).click());
  }
  for (const element of await page
    .locator('.groups details > :not(summary):not(p, ul, h2)')
    .all()) {
    await expect(element).toHaveJSProperty('hasUpdated', true);
  }
  await page.locator('handshake-exhibit summary').click();
}

/** Between server and page, lets the ends of messages get lost; to be called before the page is opened. */
export async function dropEvents(page: Page): Promise<(dropping: boolean) => void> {
  let dropping = false;
  await page.routeWebSocket(/\/instruments\?/, (socket) => {
    socket.connectToServer().onMessage((text) => {
      const message = JSON.parse(String(text));
      if (dropping && message.type === 'messages') {
        const { events } = message;
        message.events = events.filter(({ what }: { what: string }) => what !== 'received');
        message.dropped = events.length - message.events.length;
      }
      socket.send(JSON.stringify(message));
    });
  });
  return (wished) => {
    dropping = wished;
  };
}
