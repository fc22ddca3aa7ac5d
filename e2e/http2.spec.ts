/** HTTP/2 in a real browser: a port of the tab's own, one connection, its bytes beside the server's sockets. */
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Page } from 'playwright/test';
import type { Recording } from '../src/client/recording/recording.ts';
import type { Session } from '../src/client/session/session.ts';
import { bytes } from '../src/client/ui/format.ts';
import type { HttpServer } from '../src/server/http/http-server.ts';
import { Http2Use } from '../src/server/network/http2/http2-use.ts';
import { addressOf, choose, openPanel, panel, test } from './secure-world.ts';
import { expect, left, money, open, score, type World } from './world.ts';

test.use({ ignoreHTTPSErrors: true });

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

const openOf = (sockets: Socket[]) => sockets.filter(({ destroyed }) => !destroyed);

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
  expect(openOf(sockets)).toHaveLength(1);
  await expect(score(page, 'Connections').right).toHaveText(/1 1 open now/);
  expect(page.url()).toContain('http=2');

  await choose(page, 'HTTP/1.1');
  await expect(panel(page)).not.toContainText('RFC 8441');
  await secure.steps(page, 2);
  expect(openOf(sockets)).toHaveLength(0);
  expect(page.url()).not.toContain('http=2');
});

/** What the server's sockets had moved when the newest run began, in bytes. */
function whereRunsBegin(): { bytes: number; stop: () => void } {
  const { prototype } = Http2Use;
  const { beginRun } = prototype;
  const begun = { bytes: 0, stop: () => Object.assign(prototype, { beginRun }) };
  prototype.beginRun = function (keepStream) {
    const { read, written } = this.connection.counts;
    begun.bytes = read + written;
    beginRun.call(this, keepStream);
  };
  return begun;
}

/** What the page shows for both sides, and has been told of what they share, in bytes. */
async function shown(page: Page): Promise<number> {
  const shared = await page.evaluate(() => {
    const { session } = document.querySelector('score-board') as unknown as { session: Session };
    const { frames = 0, tls = 0 } = session.left.run.moved.shared ?? {};
    return frames + tls;
  });
  return shared + (await numberOf(page, 'left')) + (await numberOf(page, 'right'));
}

for (const way of ['press', 'timer&poll=5', 'long-poll', 'sse']) {
  test(`${way}: the bytes of both sides and what they share are those of the server’s socket`, async ({
    page,
    secure,
  }) => {
    const sockets = connectionsTo(secure);
    const begun = whereRunsBegin();
    try {
      await open(page, addressOf(secure, `?http=2&left=${way}`));
      await secure.steps(page, 5);
      // Now and then a heartbeat has gone through that the page has not been told of yet.
      await expect
        .poll(
          async () => {
            const all = await shown(page);
            // One that the browser has ended at the certificate, which it then accepts, was never used.
            const [{ bytesRead, bytesWritten } = new Socket(), ...others] = openOf(sockets);
            return others.length === 0 && bytesRead + bytesWritten - all;
          },
          { intervals: [170], timeout: 20_000 },
        )
        .toBe(begun.bytes);
    } finally {
      begun.stop();
    }
  });
}

test('a replay shows what both sides shared when the run was saved', async ({ page, secure }) => {
  await open(page, addressOf(secure, '?http=2'));
  await page.locator('#report > summary').click();
  await secure.steps(page, 2);
  await expect(page.locator('score-board')).toContainText(/and [1-9][\d.]* k?B that TLS has added/);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save this run' }).click(),
  ]);
  const path = await file.path();
  const run: Recording = JSON.parse(await readFile(path, 'utf8'));
  const counted = run.left.events.findLast((event) => event[1] === 'measure');
  const shared = counted?.[1] === 'measure' ? counted[3].shared : undefined;
  expect(shared?.tls).toBeGreaterThan(0);
  await page.locator('run-file input').setInputFiles(path);
  await expect(page.locator('replay-view score-board')).toContainText(
    `${bytes(shared?.frames ?? 0)} of frames for the connection as a whole, and ${bytes(shared?.tls ?? 0)} that TLS has added.`,
  );
});

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

test('“Is this fair?” has this run’s numbers, and the comparison both versions of HTTP', async ({
  page,
  secure,
}) => {
  secure.feed.setRate(2);
  await open(page, addressOf(secure, '?http=2'));
  await page.locator('#fair summary').click();
  const fair = page.locator('fair-numbers');
  await expect(fair).toContainText('In this run so far, over HTTP/2, a new price has cost');
  await expect(fair).toContainText(/\d+ B\s+where you ask and\s+\d+ B\s+where you are told/);
  await page.locator('#compare summary').click();
  await expect(page.locator('compare-exhibit')).toContainText(
    'Takes 80 seconds: first over HTTP/1.1, then over HTTP/2.',
  );
  await choose(page, 'HTTP/1.1');
  await expect(fair).toContainText('In this run so far, over HTTP/1.1,');
});
