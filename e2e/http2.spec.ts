/** HTTP/2 in a real browser: a port of the tab's own, one connection, its bytes beside the server's sockets. */
import type { Socket } from 'node:net';
import type { Page } from 'playwright/test';
import type { HttpServer } from '../src/server/http/http-server.ts';
import { secureContext, selfSigned } from '../src/server/tls/certificate.ts';
import { test as base, expect, left, money, open, score, type World } from './world.ts';

const test = base.extend<{ secure: World }>({
  secure: async ({ world }, use, testInfo) => {
    await world.stop();
    const names = ['localhost', '127.0.0.1'];
    await world.start({
      secureContext: secureContext(await selfSigned(testInfo.outputPath('tls'), names)),
    });
    await use(world);
  },
});

test.use({ ignoreHTTPSErrors: true });

const addressOf = ({ port }: World, query = '') => `https://127.0.0.1:${port}/${query}`;

/** The connections that the server takes in from now on at another port than its own. */
function connectionsTo({ app, port }: World): Socket[] {
  const sockets: Socket[] = [];
  const server = app.server as HttpServer;
  const { admit } = server;
  server.admit = (tcp) => {
    if (tcp.localPort !== port) sockets.push(tcp);
    return admit(tcp);
  };
  return sockets;
}

const panel = (page: Page) => page.locator('network-panel');

async function openPanel(page: Page): Promise<void> {
  const details = page.locator('details', { has: panel(page) }).last();
  if (!(await panel(page).isVisible())) await details.locator('summary').first().click();
}

async function choose(page: Page, version: string): Promise<void> {
  await openPanel(page);
  await panel(page).getByText(version, { exact: true }).click();
}

const numberOf = async (page: Page, side: 'left' | 'right') =>
  Number(await score(page, 'Bytes')[side].locator('data').getAttribute('value'));

test('both sides over one HTTP/2 connection, chosen and left again', async ({ page, secure }) => {
  const sockets = connectionsTo(secure);
  await open(page, addressOf(secure));
  await choose(page, 'HTTP/2');
  await expect(panel(page)).toContainText('The WebSocket goes over the same connection');
  await expect(left(page)).toHaveText(/^\$/);
  await secure.steps(page, 2);
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(left(page)).toHaveText(money(secure.feed.latest('ACME').price));
  expect(sockets.filter(({ destroyed }) => !destroyed)).toHaveLength(1);
  await expect(score(page, 'Connections').right).toHaveText(/1 1 open now/);
  expect(page.url()).toContain('http=2');

  await choose(page, 'HTTP/1.1');
  await expect(panel(page)).not.toContainText('RFC 8441');
  await secure.steps(page, 2);
  expect(sockets.filter(({ destroyed }) => !destroyed)).toHaveLength(0);
  expect(page.url()).not.toContain('http=2');
});

for (const way of ['press', 'timer&poll=0.5', 'long-poll', 'sse']) {
  test(`${way}: what both sides and what they share have moved is what the server’s socket has`, async ({
    page,
    secure,
  }) => {
    const sockets = connectionsTo(secure);
    await open(page, addressOf(secure, `?http=2&left=${way}`));
    const moved = () => sockets.reduce((n, tcp) => n + tcp.bytesRead + tcp.bytesWritten, 0);
    const shown = async () => {
      const said = (await page.evaluate(() => {
        const { session } = document.querySelector('score-board') as unknown as {
          session: { instruments: { bytes: { shared: { frames: number; tls: number } } } };
        };
        return session.instruments.bytes.shared;
      })) as { frames: number; tls: number };
      return (
        (await numberOf(page, 'left')) + (await numberOf(page, 'right')) + said.frames + said.tls
      );
    };
    // What was moved before the run is in none of its numbers.
    let before: number | undefined;
    await expect
      .poll(async () => {
        const earlier = moved() - (await shown());
        const steady = earlier === before;
        before = earlier;
        return steady;
      })
      .toBe(true);
    await secure.steps(page, 5);
    await expect.poll(async () => moved() - (await shown())).toBe(before);
  });
}

test('without TLS the page says how to compare HTTP/2', async ({ page, world }) => {
  await open(page, `${world.url}?http=2`);
  await openPanel(page);
  await expect(panel(page)).toContainText('npm start -- --tls');
  await world.steps(page, 2);
});

test('a browser that can’t reach the port is told so, and stays with HTTP/1.1', async ({
  page,
  secure,
}) => {
  await page.route(
    (url) => url.pathname === '/price' && Number(url.port) !== secure.port,
    (route) => route.abort(),
  );
  await open(page, addressOf(secure));
  await choose(page, 'HTTP/2');
  await expect(panel(page)).toContainText(/can’t reach port \d+/);
  await expect(panel(page).getByRole('link')).toHaveAttribute('href', /\/price\?tab=/);
  await secure.steps(page, 2);
  expect(page.url()).not.toContain('http=2');
});

test('a cut line is found again over HTTP/2', async ({ page, secure }) => {
  await open(page, addressOf(secure, '?http=2&left=long-poll'));
  await secure.steps(page, 2);
  await page.keyboard.press('x');
  await expect(page.locator('websocket-ticker')).toContainText('The line is cut');
  secure.feed.step();
  await page.keyboard.press('x');
  await expect(page.locator('websocket-ticker')).toContainText('Reconnected. Caught up on 1 price');
  await secure.steps(page, 2);
});
