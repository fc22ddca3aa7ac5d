import { expect, hide, left, money, open, right, score, test } from './world.ts';

test('the company changes on the open line; the left takes it into its next question', async ({
  page,
  world,
}) => {
  const handshakes: string[] = [];
  page.on('websocket', (socket) => handshakes.push(socket.url()));
  await open(page, world.url);
  await page.getByRole('combobox', { name: 'Company' }).selectOption('BOLO');
  await expect(right(page)).toHaveText(money(world.feed.latest('BOLO').price));
  await expect(left(page)).toHaveText('—');
  await expect(page.locator('http-ticker .note')).toHaveText('You have not asked for BOLO yet.');
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(left(page)).toHaveText(money(world.feed.latest('BOLO').price));
  expect(handshakes.filter((url) => url.includes('/stream'))).toHaveLength(1);
  await expect(page).toHaveURL(/symbol=BOLO/);
  await page.reload();
  await expect(right(page)).toHaveText(money(world.feed.latest('BOLO').price));
});

test('disconnected, the right side grows old too; connecting brings it back', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.locator('websocket-ticker .note')).toContainText('You disconnected.');
  world.feed.step();
  await expect(page.locator('websocket-ticker .state')).toContainText('Out of date for');
  await expect(score(page, 'Not seen yet').right).toHaveText(/: 1$/);
  world.feed.step();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price));
  await expect(page.locator('websocket-ticker .note')).toContainText(
    'Reconnected. Caught up on 2 prices.',
  );
  await expect(score(page, 'Prices you didn’t see').right).toHaveText(/: 0 1 recovered$/);
});

test('a paused view stands still while counting goes on', async ({ page, world }) => {
  await open(page, world.url);
  const before = await right(page).textContent();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('status')).toHaveText('Display paused. Still counting.');
  for (let i = 0; i < 5; i++) world.feed.step();
  await page.waitForFunction(
    (count) =>
      (
        document.querySelector('websocket-ticker') as unknown as {
          session: { right: { run: { counts: { received: number } } } };
        }
      ).session.right.run.counts.received === count,
    6,
  );
  await expect(right(page)).toHaveText(before ?? '');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price));
  await expect(score(page, 'Received').right).toHaveText(/: 6$/);
});

test('Reset begins a new run with new connections', async ({ page, world }) => {
  await open(page, world.url);
  await world.steps(page, 4);
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(score(page, 'Prices you didn’t see').left).toHaveText(/: 3$/);
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(score(page, 'Prices you didn’t see').left).toHaveText(/: 0$/);
  await expect(score(page, 'Asked').left).toHaveText(/: 1$/);
  await expect(score(page, 'Asked').right).toHaveText(/: 1$/);
  await expect(score(page, 'Received').right).toHaveText(/: 1$/);
});

test('the clocks stand still while the tab is hidden', async ({ page, world }) => {
  await open(page, world.url);
  const duration = () =>
    page.evaluate(
      () =>
        (
          document.querySelector('http-ticker') as unknown as {
            session: { left: { run: { score: { duration: number } } } };
          }
        ).session.left.run.score.duration,
    );
  await expect.poll(duration).toBeGreaterThan(0);
  await hide(page, true);
  await expect(page.locator('score-board')).toContainText('while this tab is hidden');
  const before = await duration();
  for (let i = 0; i < 3; i++) world.feed.step();
  await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price));
  expect(await duration()).toBe(before);
  await hide(page, false);
  await expect.poll(duration).toBeGreaterThan(before);
});

test('a lost server is said, the instruments show —, and all recovers by itself', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await world.stop();
  await expect(page.locator('page-notice')).toContainText('The server does not answer');
  await expect(page.locator('websocket-ticker .note')).toContainText(/Trying again in \d+ s/);
  await expect(score(page, 'Prices you didn’t see').left).toHaveText(/—$/);
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(page.locator('http-ticker .note')).toContainText('No answer.');
  await world.start();
  world.feed.step();
  await expect(page.locator('page-notice')).not.toContainText('The server', { timeout: 15_000 });
  await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price), { timeout: 15_000 });
});

test('a blocked WebSocket is told apart from a dead server', async ({ page, world }) => {
  await page.routeWebSocket(/\/stream/, (socket) => socket.close({ code: 1006 }));
  await page.addInitScript(() => {
    const Real = WebSocket;
    // A network that swallows the upgrade: the browser sees a socket that never opens.
    Object.assign(window, {
      WebSocket: class extends Real {
        constructor(url: string | URL) {
          super(String(url).includes('/stream') ? new URL('/health', url) : url);
        }
      },
    });
  });
  await page.goto(world.url);
  await expect(left(page)).toHaveText(/^\$/);
  await expect(page.locator('websocket-ticker .note')).toContainText('may block WebSockets');
});

test('a link out of range is clamped and the page says so', async ({ page, world }) => {
  await page.goto(`${world.url}?rtt=99999&symbol=NOPE`);
  await expect(page.locator('page-notice')).toContainText('(rtt=99999), so we used 4000.');
});

test('an unknown company in a link falls back to the first, with a sentence', async ({
  page,
  world,
}) => {
  await page.goto(`${world.url}?symbol=NOPE`);
  await expect(page.locator('page-notice')).toContainText('We don’t list “NOPE”. Showing ACME.');
  await expect(right(page)).toHaveText('$100.00');
});

test('single keys can be switched off', async ({ page, world }) => {
  await open(page, world.url);
  await page.keyboard.press('?');
  await page.getByLabel('Keyboard shortcuts on').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Pause' })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
});

test('a wrong address gets a page that leads back', async ({ page, world }) => {
  const response = await page.goto(`${world.url}nowhere`);
  expect(response?.status()).toBe(404);
  await page.getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Ask or be told?' })).toBeVisible();
});

test('the code shown is the source that runs', async ({ page, world }) => {
  await open(page, world.url);
  await page.locator('websocket-ticker source-code button').first().click();
  await expect(page.locator('websocket-ticker source-code .whole')).toContainText(
    "new WebSocket(ws(context.url('/stream'",
  );
});
