/** Whatever has torn both sides' connections: they come back onto the tab's line, in whatever order. */
import type { Page } from 'playwright/test';
import { FORBIDDEN, test as proxied, type RecordingProxy } from './proxy.ts';
import { expect, open, type World } from './world.ts';

// A browser without windows forgets a page that is left, and so do Playwright's, unlike anybody else's.
const executablePath = process.env['WHOLE_BROWSER_PATH'];
const whole = {
  ...(executablePath ? { executablePath } : {}),
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
};

const test = proxied.extend({
  launchOptions: [
    async ({ launchOptions }, use) => use({ ...launchOptions, ...whole }),
    { scope: 'worker' },
  ],
});

/** Added round trip, in ms. */
const RTT = 600;

/** What the right side says once its line stands, whether or not it had prices to catch up on. */
const STANDS = /(Connected|Reconnected)\./;

interface TickerSide extends EventTarget {
  run: { bytes: number; lastAnswer: { took: number } };
}
interface Ticker extends Element {
  session: Record<'left' | 'right', TickerSide> & { clock: { now: number; error: number } };
}
interface Seen extends Window {
  ages: [left: number, right: number];
}

const notice = (page: Page) => page.locator('page-notice');
const told = (page: Page) => page.locator('websocket-ticker .note');

/** @returns waits until there has been one more handshake of this path than up to now */
function another(network: RecordingProxy, path: string): () => Promise<void> {
  const handshakes = () => network.exchanges.filter(({ request }) => request.includes(path)).length;
  const before = handshakes();
  return () => expect.poll(handshakes, { timeout: 15_000 }).toBeGreaterThan(before);
}

/** From now on keeps how old each side's last price was when it came: in ms, and at most, since the clock may err. */
const watchAges = (page: Page) =>
  page.evaluate(() => {
    const { session } = document.querySelector('http-ticker') as Ticker;
    const ages: number[] = [];
    Object.assign(window, { ages });
    for (const [i, side] of [session.left, session.right].entries()) {
      side.addEventListener('tick', (event) => {
        const { now, error } = session.clock;
        // The server's clock is told in whole ms.
        ages[i] = now + error + 1 - (event as CustomEvent<{ at: number }>).detail.at;
      });
    }
  });

const agesOf = (page: Page) => page.evaluate(() => (window as unknown as Seen).ages);

/** From the left side's last question to its answer, in ms. */
const tookOf = (page: Page) =>
  page.evaluate(
    () => (document.querySelector('http-ticker') as Ticker).session.left.run.lastAnswer.took,
  );

const bytesOf = (page: Page) =>
  page.evaluate(() => {
    const { session } = document.querySelector('http-ticker') as Ticker;
    return [session.left.run.bytes, session.right.run.bytes] as const;
  });

/** Both sides are late, counted and within reach of Cut. */
async function expectOnTheLine(page: Page, world: World): Promise<void> {
  const before = await bytesOf(page);
  await world.stepBoth(page);
  for (const age of await agesOf(page)) expect(age).toBeGreaterThanOrEqual(RTT / 2);
  expect(await tookOf(page)).toBeGreaterThanOrEqual(RTT);
  for (const side of [0, 1] as const) {
    await expect.poll(async () => (await bytesOf(page))[side]).toBeGreaterThan(before[side]);
  }
  await page.keyboard.press('x');
  await expect(told(page)).toContainText(/lost|cut/i);
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(page.locator('http-ticker .note')).toContainText('The line is cut');
}

test('torn for a moment, both sides come back late, counted and within reach of Cut', async ({
  page,
  world,
  network,
  url,
}) => {
  test.slow();
  await open(page, `${url}?rtt=${RTT}`);
  await watchAges(page);
  await world.stepBoth(page);
  // The instruments are the last to come back. They are refused, not kept waiting: a browser opens
  // one WebSocket at a time to a server (RFC 6455 §4.1), and the stream would have to wait for them.
  const streamBack = another(network, '/stream');
  const instrumentsBack = another(network, '/instruments');
  network.intercept = (request) => (request.includes('/instruments') ? FORBIDDEN : undefined);
  network.tear();
  await streamBack();
  await expect(told(page)).toContainText(STANDS);
  network.intercept = () => undefined;
  network.tear();
  await instrumentsBack();
  await expect(notice(page)).not.toContainText('numbers show', { timeout: 15_000 });
  await expect(told(page)).toContainText(STANDS, { timeout: 15_000 });

  await expectOnTheLine(page, world);
});

test('left and come back to as it was, the page goes on late, counted and within reach of Cut', async ({
  page,
  world,
  network,
  url,
}) => {
  test.slow();
  await open(page, `${url}?rtt=${RTT}`);
  await watchAges(page);
  await world.stepBoth(page);
  const streamBack = another(network, '/stream');
  const instrumentsBack = another(network, '/instruments');
  await page.goto(`${url}teach`);
  world.feed.step();
  // A page that comes back as it was is loaded by nobody.
  await page.goBack({ waitUntil: 'commit' });
  const kept = await page.evaluate(() => 'ages' in window);
  test.skip(!kept, 'This browser does not keep a page that has a WebSocket open.');
  await streamBack();
  await instrumentsBack();
  await expect(notice(page)).not.toContainText('numbers show', { timeout: 15_000 });
  await expect(told(page)).toContainText('Reconnected. Caught up on 1 price.');

  await expectOnTheLine(page, world);
});
