/** The page without its instruments, with late ones, and with others in their place. */
import type { Page } from 'playwright/test';
import { FORBIDDEN, test } from './proxy.ts';
import { expect, hide, left, money, open, right, score, stopClock } from './world.ts';

interface SideName {
  run: {
    bytes: number;
    moved: { connections: number; sizes: Record<string, number> };
    shown?: { seq: number };
    score: { duration: number; missed: number };
  };
}
interface Seen extends Window {
  seen: number[][];
}

const notice = (page: Page) => page.locator('page-notice');
const told = (page: Page) => page.locator('websocket-ticker .note');

for (const [how, answer] of [
  ['refused', FORBIDDEN],
  ['swallowed', ''],
] as const) {
  test(`without instruments, ${how}, both sides work and the numbers are —`, async ({
    page,
    world,
    network,
    url,
  }) => {
    network.intercept = (request) => (request.includes('/instruments') ? answer : undefined);
    await page.clock.install();
    await page.goto(`${url}?symbol=BOLO&left=press`);
    await expect(score(page, 'Prices you didn’t see').left).toHaveText(/—$/);
    await page.clock.runFor(5_000);
    await expect(left(page)).toHaveText(money(world.feed.latest('BOLO').price));
    world.feed.step();
    await expect(right(page)).toHaveText(money(world.feed.latest('BOLO').price));
    await page.getByRole('button', { name: 'Get price' }).click();
    await expect(left(page)).toHaveText(money(world.feed.latest('BOLO').price));
    await expect(score(page, 'Prices you didn’t see').left).toHaveText(/—$/);
    await expect(page.locator('http-ticker .state')).toHaveText('Out of date for —');
    await expect(notice(page)).toContainText('The server answers HTTP');
    await expect(notice(page)).not.toContainText('does not answer');

    network.intercept = () => undefined;
    await page.clock.runFor(20_000);
    await expect(notice(page)).not.toContainText('The server answers HTTP');
    await expect(score(page, 'Prices you didn’t see').left).toHaveText(/\d$/);
  });

  test(`all WebSockets ${how}: the page asks, and says that they are blocked`, async ({
    page,
    world,
    network,
    url,
  }) => {
    network.intercept = (request) => (/stream|instruments/.test(request) ? answer : undefined);
    await page.clock.install();
    await page.goto(url);
    await page.clock.runFor(5_000);
    await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
    await page.clock.runFor(10_000);
    await expect(told(page)).toContainText('may block WebSockets');
    await expect(notice(page)).toContainText('may block WebSockets');

    // Now the server is gone as well: nobody may go on saying that it answers.
    await world.stop();
    network.tear();
    await page.clock.runFor(60_000);
    await expect(told(page)).toContainText('The server can’t be reached');
    await expect(notice(page)).toContainText('The server does not answer');
  });
}

/** From now on keeps each number that may not fall, as often as the page is painted. */
async function watchNumbers(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { session } = document.querySelector('http-ticker') as unknown as {
      session: EventTarget & Record<'left' | 'right', SideName>;
    };
    const seen: number[][] = [];
    Object.assign(window, { seen });
    let { run } = session.left;
    const look = () => {
      // Another run is the only thing with which a number may be smaller.
      if (session.left.run !== run) seen.push([]);
      run = session.left.run;
      seen.push(
        [session.left, session.right].flatMap(({ run }) => [
          run.bytes,
          run.moved.connections,
          ...Object.values(run.moved.sizes),
        ]),
      );
    };
    session.addEventListener('paint', look);
  });
}

async function expectNoneFell(page: Page): Promise<void> {
  const seen = await page.evaluate(() => (window as unknown as Seen).seen);
  expect(seen.length).toBeGreaterThan(1);
  for (const [i, numbers] of seen.entries()) {
    for (const [j, number] of numbers.entries()) {
      expect(number).toBeGreaterThanOrEqual(seen[i - 1]?.[j] ?? 0);
    }
  }
}

const numbersOf = (page: Page) =>
  page.evaluate(() => {
    const { session } = document.querySelector('http-ticker') as unknown as {
      session: Record<'left' | 'right', SideName>;
    };
    return [session.left.run.bytes, session.right.run.bytes] as const;
  });

test('no number falls or is below 0 when the server is another one', async ({ page, world }) => {
  await open(page, world.url);
  await world.stepBoth(page);
  await watchNumbers(page);
  await expect.poll(async () => (await numbersOf(page))[1]).toBeGreaterThan(500);
  await world.stop();
  await expect(notice(page)).toContainText('The server does not answer');
  await world.restart();
  await expect(notice(page)).not.toContainText('The server', { timeout: 15_000 });
  await world.stepBoth(page);
  await expect.poll(async () => (await numbersOf(page))[1]).toBeGreaterThan(100);
  await expectNoneFell(page);
});

test('no number falls when the same market has another counter', async ({ page, world }) => {
  await open(page, world.url);
  await world.stepBoth(page);
  await watchNumbers(page);
  await expect.poll(async () => (await numbersOf(page))[1]).toBeGreaterThan(500);
  const before = await numbersOf(page);
  await world.stop();
  await world.start();
  await expect(notice(page)).not.toContainText('The server', { timeout: 15_000 });
  await world.stepBoth(page);
  for (const side of [0, 1] as const) {
    await expect
      .poll(async () => (await numbersOf(page))[side])
      .toBeGreaterThan(before[side] + 100);
  }
  await expectNoneFell(page);
});

test('in a page that was never seen nothing is counted', async ({ page, world }) => {
  await page.addInitScript(() =>
    Object.defineProperty(document, 'hidden', { configurable: true, value: true }),
  );
  await page.goto(`${world.url}?left=timer&poll=0.5`);
  await expect(right(page)).toHaveText(/^\$/);
  for (let i = 0; i < 5; i++) world.feed.step();
  const state = () =>
    page.evaluate(() => {
      const { session } = document.querySelector('http-ticker') as unknown as {
        session: Record<'left' | 'right', SideName>;
      };
      return [session.left, session.right].map(({ run: { score, shown } }) => ({
        duration: score.duration,
        missed: score.missed,
        seq: shown?.seq,
      }));
    });
  const none = { duration: 0, missed: 0, seq: 6 };
  await expect.poll(state).toEqual([none, none]);
  await hide(page, false);
  await expect.poll(async () => (await state())[1]?.duration).toBeGreaterThan(0);
});

test('another server while nobody looks: the new run counts nothing until somebody does', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await hide(page, true);
  await world.stop();
  await world.restart();
  const right = () =>
    page.evaluate(() => {
      const { session } = document.querySelector('http-ticker') as unknown as {
        session: Record<'left' | 'right', SideName>;
      };
      const { score, shown } = session.right.run;
      return { duration: score.duration, missed: score.missed, seq: shown?.seq };
    });
  await expect.poll(async () => (await right()).seq, { timeout: 15_000 }).toBe(1_000);
  for (let i = 0; i < 5; i++) world.feed.step();
  await expect.poll(right).toEqual({ duration: 0, missed: 0, seq: 1_005 });
});

test('instruments that fall silent are asked, then given up, and never by a late timer alone', async ({
  page,
  network,
  url,
}) => {
  await page.clock.install();
  await open(page, url);
  await stopClock(page);
  // A quiet market and a timer that comes a minute late: the answer to the next ping decides.
  await page.clock.fastForward(60_000);
  await page.clock.runFor(100);
  await expect(notice(page)).not.toContainText('numbers show');
  await expect(told(page)).toContainText('Connected');

  network.pause();
  await page.clock.runFor(20_000);
  await expect(notice(page)).toContainText('numbers show');
  await expect(told(page)).toContainText('Connection lost');
});
