/** What a screen reader is told by itself, and what the page calls its own state. */
import type { Page, Route } from 'playwright/test';
import { expect, open, score, test } from './world.ts';

const status = (page: Page) => page.getByRole('status');

/** Keeps all that the status line says from now on. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const line = document.querySelector('status-line')?.shadowRoot?.querySelector('[role=status]');
    if (!line) throw new Error('There is no status line.');
    new MutationObserver(() => said.push(line.textContent ?? '')).observe(line, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}

test('answers that come by themselves are not announced, those to a press are', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?left=timer&poll=0.5&rtt=0`);
  const said = await listen(page);
  await expect(score(page, 'Received').left).toHaveText(/: [4-9]$/);
  expect(await said()).toEqual([]);
  await page.locator('http-ticker choice-row').getByText('When I press').click();
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(status(page)).toHaveText(/^That took \d+\.\d s\. It is still right\.$/);
});

test('of failures that go on only the first is announced, and the answer after them', async ({
  page,
  world,
}) => {
  const fail = (route: Route) => route.abort('connectionrefused');
  await open(page, `${world.url}?left=timer&poll=0.5&rtt=0`);
  const said = await listen(page);
  await page.route(/\/price/, fail);
  await expect(score(page, 'Received').left).toContainText(/[2-9] failed/);
  await page.unroute(/\/price/, fail);
  await expect(status(page)).toHaveText('Ask: connected again.');
  expect(await said()).toEqual([
    expect.stringMatching(/^Ask: No answer\./),
    'Ask: connected again.',
  ]);
});

test('only what is connected can be disconnected', async ({ page, world }) => {
  await page.routeWebSocket(/\/(stream|instruments)/, (socket) => socket.close({ code: 1006 }));
  await page.goto(world.url);
  const button = page.locator('websocket-ticker button.main');
  await expect(button).toHaveText('Stop trying');
  await button.click();
  await expect(button).toHaveText('Connect');
  await page.unrouteAll();
});

test('before the page has begun there is nothing to connect to', async ({ page, world }) => {
  // The instruments' handshake is on its way for good, so the page goes on waiting for them.
  await page.addInitScript(() => {
    Object.assign(window, {
      WebSocket: class extends EventTarget {
        readyState = 0;
        close() {}
      },
    });
  });
  await page.goto(world.url);
  const button = page.locator('websocket-ticker button.main');
  await expect(button).toHaveText('Connect');
  await expect(button).toHaveAttribute('aria-disabled', 'true');
});
