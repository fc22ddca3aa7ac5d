/** No number and no sentence may be wrong for a moment, whatever state the page is in. */
import type { Page } from 'playwright/test';
import { expect, hide, left, money, open, right, score, test } from './world.ts';

const SIDES = ['http-ticker', 'websocket-ticker'] as const;

/**
 * Looks at the page whenever a frame has been drawn, and keeps each sentence that can't be true with
 * what stands beside it.
 */
async function watchForLies(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const lies: string[] = [];
    Object.assign(window, { lies });
    const text = (root: ParentNode | null | undefined, what: string) =>
      root?.querySelector(what)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
    const look = () => {
      const paused = new URLSearchParams(location.search).get('paused') === '1';
      const shown: string[] = [];
      for (const tag of ['http-ticker', 'websocket-ticker']) {
        const card = document.querySelector(tag)?.shadowRoot;
        const face = card?.querySelector('price-face')?.shadowRoot;
        const state = text(face, '.state');
        const offBy = text(face, '.line b');
        const price = text(face, '.price span');
        shown.push(price);
        const all = `${tag}: ${price} ${state} ${offBy} ${text(card, '.note')}`;
        if (state.includes('Up to date') && (offBy !== '$0.00' || paused)) lies.push(all);
        if (state.includes('Up to date') && price === '—') lies.push(all);
        if (/NaN|undefined|Infinity|\d{7}/.test(all)) lies.push(all);
      }
      const rows = document.querySelector('score-board')?.shadowRoot?.querySelectorAll('dl > div');
      for (const row of rows ?? []) {
        const values = [...row.querySelectorAll('dd')].map((dd) => dd.textContent ?? '');
        for (const [side, value] of values.entries()) {
          const known = /\d/.test(value);
          if (shown[side] === '—' && known && !paused)
            lies.push(`${row.textContent} before a price`);
          if (/NaN|undefined|Infinity|-\d|\d{7}/.test(value)) lies.push(row.textContent ?? '');
        }
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

const lies = (page: Page) =>
  page.evaluate(() => (window as unknown as { lies: string[] }).lies.slice(0, 3));

const state = (page: Page, tag: (typeof SIDES)[number]) => page.locator(`${tag} .state`);
const offBy = (page: Page, tag: (typeof SIDES)[number]) => page.locator(`${tag} .line b`);
const told = (page: Page) => page.locator('websocket-ticker .note');

test('nothing is known before the first price, and nothing is said to be lost', async ({
  page,
  world,
}) => {
  await watchForLies(page);
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/\/price/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(world.url);
  await expect(right(page)).toHaveText('$100.00');
  await expect(left(page)).toHaveText('—');
  await expect(state(page, 'http-ticker')).toHaveText('No price yet');
  await page.getByText('All the numbers').click();
  for (const cell of await page.locator('score-board dd.http').all()) {
    await expect(cell).toHaveText(/: —$/);
  }
  for (const part of ['.sides', 'page-notice', 'status-line']) {
    await expect(page.locator(part)).not.toContainText(/lost|disconnected/i);
  }
  answer();
  await expect(left(page)).toHaveText('$100.00');
  await expect(score(page, 'Asked').left).toHaveText(/: 1$/);
  // Another company: the left has no price of it, and no count of it either.
  await page.getByRole('combobox', { name: 'Company' }).selectOption('BOLO');
  await expect(right(page)).toHaveText(money(world.feed.latest('BOLO').price));
  for (const cell of await page.locator('score-board dd.http').all()) {
    await expect(cell).toHaveText(/: —$/);
  }
  expect(await lies(page)).toEqual([]);
});

test('the page’s code comes late: nothing is claimed in the meantime', async ({ page, world }) => {
  let load = () => {};
  const held = new Promise<void>((resolve) => {
    load = resolve;
  });
  await page.route(/main\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(world.url, { waitUntil: 'commit' });
  await expect(page.locator('websocket-ticker')).toContainText('Loading…');
  const text = await page.locator('main').innerText();
  expect(text).not.toMatch(/\$\d|Up to date|lost|disconnected/i);
  await watchForLies(page);
  load();
  await expect(left(page)).toHaveText('$100.00');
});

test('a paused display says so, from its link on, and never that it is up to date', async ({
  page,
  world,
}) => {
  await watchForLies(page);
  await page.goto(`${world.url}?paused=1`);
  for (const tag of SIDES) await expect(state(page, tag)).toHaveText('Paused');
  world.feed.step();
  for (const tag of SIDES) {
    await expect(state(page, tag)).toHaveText('Paused');
    await expect(offBy(page, tag)).toHaveText('—');
  }
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price));
  await expect(state(page, 'websocket-ticker')).toContainText('Up to date');
  await page.getByRole('button', { name: 'Pause' }).click();
  for (const tag of SIDES) await expect(state(page, tag)).toHaveText('Paused');
  expect(await lies(page)).toEqual([]);
});

test('on the slowest line a price is out of date for as long as it travels, by as much', async ({
  page,
  world,
}) => {
  await watchForLies(page);
  await open(page, `${world.url}?rtt=4000`);
  const before = world.feed.latest('ACME').price;
  world.feed.step();
  const error = money(Math.abs(world.feed.latest('ACME').price - before));
  // All at once: on the right it is so for two seconds.
  await Promise.all(
    SIDES.flatMap((tag) => [
      expect(state(page, tag)).toContainText('Out of date for'),
      expect(offBy(page, tag)).toHaveText(error),
    ]),
  );
  await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price));
  await expect(state(page, 'websocket-ticker')).toContainText('Up to date');
  await expect(offBy(page, 'websocket-ticker')).toHaveText('$0.00');
  expect(await lies(page)).toEqual([]);
});

test('with storage blocked nothing is missing and nothing is wrong', async ({ page, world }) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
    }
  });
  await watchForLies(page);
  await open(page, world.url);
  await world.steps(page, 3);
  await expect(state(page, 'http-ticker')).toContainText('Out of date for');
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  expect(errors).toEqual([]);
  expect(await lies(page)).toEqual([]);
});

test('hidden, stalled, recovered in a burst, and without a server', async ({ page, world }) => {
  await watchForLies(page);
  await open(page, world.url);
  await world.steps(page, 2);

  await hide(page, true);
  for (let i = 0; i < 3; i++) world.feed.step();
  await hide(page, false);
  await expect(score(page, 'Not seen yet').left).toHaveText(/: 5$/);
  await expect(score(page, 'Prices you didn’t see').right).toHaveText(/: 0$/);

  await page.locator('#network summary').click();
  await page.getByRole('radio', { name: /^Stall/ }).click();
  await expect(told(page)).toContainText('The line is stalled. The connection looks open.');
  for (let i = 0; i < 4; i++) world.feed.step();
  await expect(state(page, 'websocket-ticker')).toContainText('Out of date for');
  await expect(score(page, 'Not seen yet').right).toHaveText(/: 4$/);
  await page.getByRole('radio', { name: 'Working' }).click();
  await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price), { timeout: 20_000 });
  await expect(score(page, 'Not seen yet').right).toHaveText(/: 0$/);

  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const look = () => {
      const card = document.querySelector('websocket-ticker')?.shadowRoot;
      const note = card?.querySelector('.note')?.textContent ?? '';
      const notice = document.querySelector('page-notice')?.shadowRoot?.textContent ?? '';
      if (/may block/.test(note + notice)) said.push(note + notice);
      requestAnimationFrame(look);
    };
    look();
  });
  await world.stop();
  await expect(page.locator('page-notice')).toContainText('The server does not answer');
  await expect(told(page)).toContainText('can’t be reached', { timeout: 15_000 });
  for (const tag of SIDES) {
    await expect(state(page, tag)).toHaveText('Out of date for —');
    await expect(offBy(page, tag)).toHaveText('—');
  }
  for (const cell of await page.locator('score-board dd').all())
    await expect(cell).toHaveText(/: —$/);
  expect(await page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual([]);
  expect(await lies(page)).toEqual([]);
});

test('news is said when it has happened, and not to one whom the server refuses', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  const before = world.feed.latest('ACME').price;
  await page.keyboard.press('n');
  await expect(page.getByRole('status')).toHaveText('News! The price jumps by 8 %.');
  expect(Math.abs(world.feed.latest('ACME').price / before - 1)).toBeGreaterThan(0.05);

  await world.stop();
  await world.start({ hostKey: 'secret-of-the-host' });
  await page.reload();
  await expect(right(page)).toHaveText(/^\$/);
  const seq = world.feed.latest('ACME').seq;
  await page.evaluate(() => {
    const { session } = document.querySelector('http-ticker') as unknown as {
      session: { commands: { news(): void } };
    };
    session.commands.news();
  });
  await expect(page.getByRole('status')).toContainText(
    'Only the instructor can change the market.',
  );
  expect(world.feed.latest('ACME').seq).toBe(seq);
});

test('where asking is right as long for fewer bytes, the page says that it wins', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?left=timer&poll=60`);
  await page.getByText('All the numbers').click();
  // Nothing changes but for the heartbeats of the WebSocket, which are counted.
  await expect(page.locator('score-board .winner')).toHaveText(
    'In this run asking on a timer cost fewer bytes, and the price was right for just as long.',
    { timeout: 30_000 },
  );
  await expect(score(page, 'Connections').right).toHaveText(/: 1 1 open now$/);
  for (let i = 0; i < 30; i++) world.feed.step();
  await expect(page.locator('score-board .winner')).toBeHidden({ timeout: 15_000 });
});
