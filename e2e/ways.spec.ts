/** One contract for all five ways of getting a price, in a real browser. */
import type { Page } from 'playwright/test';
import { leftWays, rightWay } from '../src/client/ways/index.ts';
import type { Way } from '../src/client/ways/way.ts';
import { expect, money, open, score, stopClock, test, type World } from './world.ts';

interface SideName {
  run: {
    shown: { seq: number } | undefined;
    counts: Record<'questions' | 'answers' | 'wasted' | 'failures' | 'sent' | 'received', number>;
    score: { missed: number; arrivals: number };
  };
  status: { state: string };
  stop(): void;
}

interface Tested {
  way: Way;
  query: string;
  side: 'left' | 'right';
}

const ways: Tested[] = [
  ...leftWays.map((way) => ({ way, query: `left=${way.id}&poll=0.5`, side: 'left' as const })),
  { way: rightWay, query: 'left=press', side: 'right' },
];
const longPoll = ways.find(({ way }) => way.id === 'long-poll') as Tested;
/** Those that ask once and are told from then on. */
const told = ways.filter(({ way }) => way.id === 'sse' || way === rightWay);

const tag = { left: 'http-ticker', right: 'websocket-ticker' };

/** The numbers of a side, as the page has them now. */
async function numbers(page: Page, side: 'left' | 'right') {
  return page.evaluate((side) => {
    const { session } = document.querySelector('http-ticker') as unknown as {
      session: Record<'left' | 'right', SideName>;
    };
    const { run, status } = session[side];
    const { shown, counts, score } = run;
    return {
      seq: shown?.seq,
      state: status.state,
      ...counts,
      missed: score.missed,
      arrivals: score.arrivals,
    };
  }, side);
}

const price = (page: Page, side: 'left' | 'right') =>
  page.locator(`${tag[side]} .price span`).first();

/** Lets one tick happen and waits until the side shows it, pressing if it must be asked by hand. */
async function step(page: Page, world: World, { way, side }: Tested): Promise<void> {
  world.feed.step();
  if (way.controls === 'button') await page.keyboard.press('r');
  await expect(price(page, side)).toHaveText(money(world.feed.latest('ACME').price));
}

/** The requests of the sides that the server is answering or holding, and its open streams. */
async function openAtServer(world: World): Promise<number> {
  return new Promise((resolve, reject) =>
    world.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}

for (const tested of ways) {
  const { way, query, side } = tested;
  const byHand = way.controls === 'button';
  test.describe(way.reportLabel, () => {
    test('delivers ticks in order and never goes back', async ({ page, world }) => {
      await page.addInitScript(() => {
        const seqs: number[] = [];
        Object.assign(window, { seqs });
        const fetched = window.fetch;
        // Answers that overtake each other: every second one is handed on late.
        let n = 0;
        window.fetch = async (...args) => {
          const response = await fetched(...args);
          n += 1;
          if (n % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 30));
          return response;
        };
      });
      await open(page, `${world.url}?${query}`);
      const seen: number[] = [];
      for (let i = 0; i < 6; i++) {
        await step(page, world, tested);
        seen.push((await numbers(page, side)).seq ?? 0);
      }
      expect(seen).toEqual([2, 3, 4, 5, 6, 7]);
      expect((await numbers(page, side)).missed).toBe(0);
    });

    test('says how it stands, and recovers from a restart of the server', async ({
      page,
      world,
    }) => {
      await open(page, `${world.url}?${query}`);
      await step(page, world, tested);
      await world.stop();
      if (byHand) await page.keyboard.press('r');
      await expect
        .poll(async () => (await numbers(page, side)).state)
        .toMatch(/^(failed|closed|asking)$/);
      await world.restart();
      world.feed.step();
      if (byHand) {
        await expect(page.locator('page-notice')).not.toContainText('does not answer', {
          timeout: 15_000,
        });
        await page.keyboard.press('r');
      }
      await expect(price(page, side)).toHaveText(money(world.feed.latest('ACME').price), {
        timeout: 15_000,
      });
      // It is another run of the market, and the counts are this run's alone.
      await expect.poll(async () => (await numbers(page, side)).missed).toBe(0);
    });

    test('stops wholly: no request, socket or timer is left', async ({ page, world }) => {
      await page.clock.install();
      await open(page, `${world.url}?${query}`);
      await step(page, world, tested);
      await page.evaluate(() => {
        const { session } = document.querySelector('http-ticker') as unknown as {
          session: Record<'left' | 'right', SideName>;
        };
        session.left.stop();
        session.right.stop();
      });
      const before = await numbers(page, side);
      const asked: string[] = [];
      // In a minute that takes no time nobody can answer the instruments, which then call again.
      const note = (url: string) => /\/(instruments|health)\b/.test(url) || asked.push(url);
      page.on('request', (request) => note(request.url()));
      page.on('websocket', (socket) => note(socket.url()));
      // Idle connections go with the server's help; what is left is the instruments'.
      world.app.server.closeIdleConnections();
      await expect.poll(() => openAtServer(world)).toBe(1);
      for (let i = 0; i < 3; i++) world.feed.step();
      await page.keyboard.press('r');
      // A minute later no timer of a way has asked anything.
      await page.clock.runFor(60_000);
      expect(asked).toEqual([]);
      expect(await numbers(page, side)).toEqual(before);
    });
  });
}

test('a timer that fires at every second of 28 ticks asks 14 times and misses 14', async ({
  page,
  world,
}) => {
  await page.clock.install();
  await open(page, `${world.url}?left=timer&poll=1`);
  await stopClock(page);
  const counts = async () => {
    const { questions, answers, wasted, missed } = await numbers(page, 'left');
    return { questions, answers, wasted, missed };
  };
  const allAnswered = () =>
    expect
      .poll(async () => {
        const { questions, answers } = await counts();
        return questions - answers;
      })
      .toBe(0);
  // The clock has leapt, so that the next question is due at once; from then on one each second.
  await allAnswered();
  // The page paints when its clock runs: so each second is ended only once the answer is there.
  const PAINTED = 50;
  await page.clock.runFor(PAINTED);
  await allAnswered();
  const before = await counts();
  for (let asked = 1; asked <= 14; asked++) {
    world.feed.step();
    world.feed.step();
    await page.clock.runFor(1_000 - PAINTED);
    await allAnswered();
    await page.clock.runFor(PAINTED);
    await expect(price(page, 'left')).toHaveText(money(world.feed.latest('ACME').price));
  }
  expect(await counts()).toEqual({
    questions: before.questions + 14,
    answers: before.answers + 14,
    wasted: before.wasted,
    missed: 14,
  });
});

test('a long poll never has two questions open and gets one answer a tick', async ({
  page,
  world,
}) => {
  let underWay = 0;
  let most = 0;
  const isPrice = (url: string) => url.includes('/price');
  page.on('request', (request) => {
    if (!isPrice(request.url())) return;
    underWay += 1;
    most = Math.max(most, underWay);
  });
  const end = (request: { url(): string }) => {
    if (isPrice(request.url())) underWay -= 1;
  };
  page.on('requestfinished', end);
  page.on('requestfailed', end);
  await open(page, `${world.url}?left=long-poll`);
  for (let i = 0; i < 10; i++) await step(page, world, longPoll);
  expect(await numbers(page, 'left')).toMatchObject({ answers: 11, wasted: 0, missed: 0 });
  expect(most).toBe(1);
});

for (const tested of told) {
  const { way, query, side } = tested;
  test(`${way.label}: 20 prices, one request, none missed`, async ({ page, world }) => {
    await open(page, `${world.url}?${query}`);
    for (let i = 0; i < 20; i++) await step(page, world, tested);
    expect(await numbers(page, side)).toMatchObject({
      questions: 1,
      answers: 1,
      received: 21,
      missed: 0,
    });
  });
}

test.describe('a cut line', () => {
  const cutFor12 = async (page: Page, world: World) => {
    await page.keyboard.press('x');
    await expect(page.locator('page-notice')).toContainText('The line is cut.');
    await expect(page.locator('websocket-ticker .note')).toContainText(
      /line is cut|Connection lost/,
    );
    for (let i = 0; i < 12; i++) world.feed.step();
    await page.keyboard.press('x');
  };

  test('the WebSocket comes back by itself and misses nothing', async ({ page, world }) => {
    await open(page, `${world.url}?left=press`);
    await world.steps(page, 2);
    await cutFor12(page, world);
    await expect(page.locator('websocket-ticker .note')).toContainText(
      'Reconnected. Caught up on 12 prices.',
      { timeout: 15_000 },
    );
    const { questions, failures, answers, missed, seq } = await numbers(page, 'right');
    expect({ answers, missed, seq }).toEqual({ answers: 2, missed: 0, seq: 15 });
    expect(questions - failures).toBe(2);
  });

  test('Server-Sent Events come back by themselves and miss nothing', async ({ page, world }) => {
    await open(page, `${world.url}?left=sse`);
    await world.steps(page, 2);
    await cutFor12(page, world);
    await expect(price(page, 'left')).toHaveText(money(world.feed.latest('ACME').price), {
      timeout: 15_000,
    });
    const { questions, failures, answers, missed, seq } = await numbers(page, 'left');
    expect({ answers, missed, seq }).toEqual({ answers: 2, missed: 0, seq: 15 });
    expect(questions - failures).toBe(2);
  });

  test('a timer carries on and counts its failures; what was missed is missed', async ({
    page,
    world,
  }) => {
    await open(page, `${world.url}?left=timer&poll=0.5`);
    await world.steps(page, 2);
    await expect(price(page, 'left')).toHaveText(money(world.feed.latest('ACME').price));
    await page.keyboard.press('x');
    await expect.poll(async () => (await numbers(page, 'left')).failures).toBeGreaterThanOrEqual(2);
    for (let i = 0; i < 12; i++) world.feed.step();
    await page.keyboard.press('x');
    await expect(price(page, 'left')).toHaveText(money(world.feed.latest('ACME').price));
    expect((await numbers(page, 'left')).missed).toBeGreaterThanOrEqual(11);
  });

  test('the button says so', async ({ page, world }) => {
    await open(page, `${world.url}?left=press`);
    await page.keyboard.press('x');
    await expect(page.locator('page-notice')).toContainText('The line is cut.');
    await page.keyboard.press('r');
    await expect(page.locator('http-ticker .note')).toHaveText('No answer. The line is cut.');
  });
});

test('a stalled line looks open; the heartbeat tells', async ({ page, world }) => {
  await open(page, world.url);
  await page.getByText('Break the line', { exact: true }).click();
  await page.getByRole('radio', { name: /^Stall/ }).click();
  await expect(page.locator('page-notice')).toContainText('The line is stalled.');
  world.feed.step();
  await expect(page.locator('websocket-ticker .note')).toContainText('Connection lost.', {
    timeout: 20_000,
  });
  await page.getByRole('radio', { name: 'Working' }).click();
  await expect(price(page, 'right')).toHaveText(money(world.feed.latest('ACME').price), {
    timeout: 20_000,
  });
  expect((await numbers(page, 'right')).missed).toBe(0);
});

test('a held question in several tabs brings a warning', async ({ page, world, context }) => {
  await open(page, `${world.url}?left=sse`);
  await expect(page.locator('http-ticker .note')).toHaveText('');
  const other = await context.newPage();
  await open(other, world.url);
  await expect(page.locator('http-ticker .note')).toContainText('open in 2 tabs');
  await other.close({ runBeforeUnload: true });
  await expect(page.locator('http-ticker .note')).toHaveText('');
});

test('after a sleep of the computer the run goes on where it was', async ({ page, world }) => {
  await open(page, world.url);
  await world.steps(page, 2);
  const before = await page.evaluate(() => {
    const real = Date.now;
    // The computer's clock is suddenly an hour ahead, as after a sleep.
    Date.now = () => real() + 3_600_000;
    const { session } = document.querySelector('http-ticker') as unknown as {
      session: { left: { run: { score: { duration: number } } } };
    };
    return session.left.run.score.duration;
  });
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          (
            document.querySelector('http-ticker') as unknown as {
              session: { left: { run: { score: { duration: number } } } };
            }
          ).session.left.run.score.duration,
      ),
    )
    .toBeGreaterThan(before + 500);
  await expect(page.locator('websocket-ticker .state')).toContainText('Up to date');
});

test('the report keeps past runs, and an experiment is a link', async ({ page, world }) => {
  await open(page, world.url);
  await page.getByText('Experiments', { exact: true }).click();
  await page.getByRole('link', { name: /Server-Sent Events tie/ }).click();
  await expect(page.locator('page-notice')).toContainText('Server-Sent Events tie');
  await expect(page).toHaveURL(/left=sse/);
  await expect(page.getByRole('radio', { name: 'Server-Sent Events' })).toBeChecked();
  expect(world.feed.rate).toBe(2);
  await expect(score(page, 'Right for').right).toContainText('%');
  await expect.poll(async () => (await numbers(page, 'left')).received).toBeGreaterThanOrEqual(4);
  await page.getByText('Run report', { exact: true }).click();
  const ways = page.locator('run-report tbody th');
  await expect(ways.nth(-2)).toHaveText('Ask: Server-Sent Events');
  const before = await ways.count();
  await page.getByRole('radio', { name: 'On a timer' }).check();
  await expect(ways).toHaveCount(before + 2);
  await expect(ways.nth(-4)).toHaveText('Ask: Server-Sent Events');
  await expect(ways.nth(-2)).toHaveText('Ask: on a timer');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  expect((await download).suggestedFilename()).toBe('ask-or-be-told.csv');
});
