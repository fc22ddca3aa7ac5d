/** A class for the tests: one server, a screen in front, and phones, each in a browser of its own. */
import type { Browser, BrowserContextOptions, Page } from 'playwright/test';
import { test as base, expect, type World } from './world.ts';

/** What a class is found and steered by. */
interface Membership {
  code: string;
  key: string;
}

const FIRST: Membership = { code: '314159', key: '0123456789abcdef01234567' };
export const CODE = FIRST.code;

/** A phone as large as many are. */
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** The people of a class, wherever it is served. */
export class People {
  readonly #url: string;
  readonly #browser: Browser;
  readonly #class: Membership;

  constructor(url: string, browser: Browser, membership = FIRST) {
    this.#url = url;
    this.#browser = browser;
    this.#class = membership;
  }

  /** A phone that has followed the QR code and is in. */
  async phone(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.#open(`j/${this.#class.code}`, { ...PHONE, ...options });
    await expect(page.locator('class-phone header')).toContainText('Connected');
    return page;
  }

  /** A phone whose owner types the code. */
  async newPhone(options: BrowserContextOptions = {}): Promise<Page> {
    return this.#open('join', { ...PHONE, ...options });
  }

  /** The screen in front. */
  async screen(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.#open(`class/${this.#class.code}#key=${this.#class.key}`, options);
    await expect(page.locator('class-screen main h1')).toBeVisible();
    return page;
  }

  /** The instructor's notes, on a phone. */
  async notes(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.#open(`class/${this.#class.code}?notes#key=${this.#class.key}`, {
      ...PHONE,
      ...options,
    });
    await expect(page.locator('class-notes h1')).toBeVisible();
    return page;
  }

  async #open(path: string, options: BrowserContextOptions): Promise<Page> {
    const context = await this.#browser.newContext(options);
    const page = await context.newPage();
    await page.goto(`${this.#url}${path}`);
    return page;
  }
}

/** The people, and this process's server. */
export class Classroom extends People {
  readonly world: World;

  constructor(world: World, browser: Browser) {
    super(world.url, browser);
    this.world = world;
  }

  /** The server, with the class that it has from the beginning. */
  start(): Promise<void> {
    return this.world.start({ classes: { first: FIRST } });
  }
}

export const test = base.extend<{ classroom: Classroom }>({
  classroom: async ({ browser, world }, use) => {
    await world.stop();
    const classroom = new Classroom(world, browser);
    await classroom.start();
    await use(classroom);
    for (const context of browser.contexts()) await context.close();
  },
});

export { expect };

/** What the screen, or a phone, is about now. */
export const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** The screen's own button, which shows when the mouse moves. */
export async function press(screen: Page, name: string): Promise<void> {
  await screen.mouse.move(20, 20);
  await screen.mouse.move(30, 30);
  await screen.getByRole('button', { name, exact: true }).click();
}

/** Goes to a round and lets the class vote on it. */
export async function vote(screen: Page, round: string): Promise<void> {
  await screen.keyboard.press('r');
  await screen.getByRole('button', { name: round }).click();
  await expect(screen.getByText('Think first.')).toBeVisible();
  await screen.keyboard.press('PageDown');
  await expect(screen.getByText('have voted')).toBeVisible();
}

/** What a phone shows in one frame. */
interface Frame {
  price: string | null | undefined;
  bright: boolean;
}

/** Lets a phone keep what it shows, frame by frame. */
export const watchFrames = (phone: Page) =>
  phone.evaluate(() => {
    const frames: Frame[] = [];
    Object.assign(window, { shown: frames });
    const host = document.querySelector('class-phone') as HTMLElement;
    const look = () => {
      const view = host.shadowRoot?.querySelector('phone-run-view');
      const price = view?.shadowRoot?.querySelector('.price')?.textContent;
      frames.push({ price, bright: host.hasAttribute('bright') });
      requestAnimationFrame(look);
    };
    look();
  });

/** In how many frames it showed the news and was dark still. */
export const darkFrames = (phone: Page) =>
  phone.evaluate(() => {
    const { shown: frames } = window as unknown as { shown: Frame[] };
    const bright = frames.findIndex((frame) => frame.bright);
    const news = frames.findIndex(({ price }) => price === frames[bright]?.price);
    return bright - news;
  });
