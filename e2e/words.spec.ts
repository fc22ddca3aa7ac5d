/** Every sentence on how it stands must be true: what is refused, lost, not yet there, answered by others. */
import type { Page, Route } from 'playwright/test';
import { expect, left, money, open, right, test } from './world.ts';

const note = (page: Page) => page.locator('http-ticker .note');

/** Questions of the left side, those answered, those failed. */
async function counts(page: Page) {
  return page.evaluate(() => {
    const { session } = document.querySelector('http-ticker') as unknown as {
      session: {
        left: { run: { counts: Record<'questions' | 'answers' | 'failures', number> } };
      };
    };
    const { questions, answers, failures } = session.left.run.counts;
    return { questions, answers, failures };
  });
}

/** Lets the page's WebSockets of one path never open: refused by the server, or swallowed on the way. */
async function block(page: Page, path: string, how: 'refused' | 'swallowed'): Promise<void> {
  await page.addInitScript(
    ({ path, how }) => {
      const Real = WebSocket;
      class Swallowed extends EventTarget {
        readyState = 0;
        close() {}
      }
      const here = (url: string | URL) => new URL(url).pathname === path;
      Object.assign(window, {
        WebSocket: new Proxy(Real, {
          construct(_, [url]: [URL]) {
            if (!here(url)) return new Real(url);
            return how === 'refused' ? new Real(new URL('/health', url)) : new Swallowed();
          },
        }),
      });
    },
    { path, how },
  );
}

for (const status of [503, 204]) {
  test(`a stream that is answered with ${status}: the page asks again, not the browser`, async ({
    page,
    world,
  }) => {
    const sendError = (route: Route) => route.fulfill({ status });
    await page.route(/\/events/, sendError);
    await page.goto(`${world.url}?left=sse`);
    await expect(note(page)).toHaveText(
      /^No stream\. The browser gave up; the page asks again in \d+ s\.$/,
    );
    await expect(page.locator('http-ticker .control')).toHaveText('○ Not open.');
    await page.unroute(/\/events/, sendError);
    await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
    await expect(page.locator('http-ticker .control')).toHaveText('● One answer, still arriving.');
    const { questions, answers, failures } = await counts(page);
    expect(answers).toBe(1);
    expect(failures).toBeGreaterThanOrEqual(1);
    expect(questions).toBe(answers + failures);
  });
}

test('a long poll that fails says when the page asks again', async ({ page, world }) => {
  const fail = (route: Route) => route.abort('connectionrefused');
  await page.route(/\/price/, fail);
  await page.goto(`${world.url}?left=long-poll`);
  await expect(note(page)).toHaveText(
    /^No answer\. The connection failed\. The page asks again in \d+ s\.$/,
  );
  await page.unroute(/\/price/, fail);
  await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  await expect(note(page)).toHaveText('');
});

test('a stream that never stood is not called lost; one that stood is', async ({ page, world }) => {
  const fail = (route: Route) => route.abort('connectionrefused');
  await page.route(/\/events/, fail);
  await page.goto(`${world.url}?left=sse`);
  await expect(note(page)).toHaveText('No stream. The browser asks again by itself.');
  await page.unroute(/\/events/, fail);
  await expect(left(page)).toHaveText(/^\$/, { timeout: 15_000 });
  world.app.server.closeAllConnections();
  await expect(note(page)).toHaveText('Connection lost. The browser asks again by itself.');
  await expect(page.getByRole('status')).toContainText('Connection lost.');
});

test('before anything has stood, nothing is said to be lost or disconnected', async ({
  page,
  world,
}) => {
  await block(page, '/instruments', 'swallowed');
  await page.goto(world.url);
  await expect(page.locator('score-board')).toContainText('Connecting to the server…');
  await expect(page.locator('websocket-ticker .note')).toHaveText(
    /^\s*○\s*Not connected yet\.\s*$/,
  );
  await page.locator('#bytes summary').click();
  await expect(page.locator('byte-breakdown')).toHaveText('Connecting to the server…');
});

test('instruments that never reached the server have not lost it', async ({ page, world }) => {
  await block(page, '/instruments', 'refused');
  await page.goto(world.url);
  await expect(page.locator('score-board')).toContainText('We can’t reach the server;');
  await page.locator('#why summary').click();
  await expect(page.locator('price-journey')).toContainText('can’t reach the server');
  await expect(right(page)).toHaveText(/^\$/);
});

test('a line that the server closes is not called lost; its code is said', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await world.stop();
  await expect(page.locator('websocket-ticker .note')).toContainText(
    /The connection was closed \(code 1001\)\. Trying again in \d+ s\./,
  );
});

const instead: [what: string, answer: Parameters<Route['fulfill']>[0], sentence: string][] = [
  [
    'a server that stops',
    {
      status: 503,
      json: { statusCode: 503, error: 'Service Unavailable', message: 'Service Unavailable' },
    },
    'The server is stopping or has too much to do (503).',
  ],
  [
    'a server with a sentence',
    {
      status: 503,
      json: { statusCode: 503, error: 'Service Unavailable', message: 'Close some questions.' },
    },
    'Close some questions.',
  ],
  [
    'a proxy’s page',
    { status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' },
    'A proxy on the way got no answer from the server (502).',
  ],
  [
    'JSON without a message',
    { status: 500, json: { oops: true } },
    'The answer was an error (500).',
  ],
  ['JSON that is null', { status: 404, json: null }, 'The answer was an error (404).'],
  [
    'a login page of the network',
    { status: 200, contentType: 'text/html', body: '<h1>Please log in</h1>' },
    'The answer was not a price. Did something on the way answer instead?',
  ],
];
for (const [what, answer, sentence] of instead) {
  test(`${what} in the place of a price becomes a sentence`, async ({ page, world }) => {
    await open(page, world.url);
    await page.route(/\/price/, (route) => route.fulfill(answer));
    // A press while a question is open asks nothing.
    await page.evaluate(async () => {
      const { session } = document.querySelector('http-ticker') as unknown as {
        session: { left: { status: { state: string } } };
      };
      while (session.left.status.state === 'asking') {
        await new Promise((resolve) => setTimeout(resolve));
      }
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'r', code: 'KeyR', bubbles: true }),
      );
    });
    await expect(note(page)).toHaveText(sentence);
    await expect(page.getByRole('status')).toHaveText(sentence);
    const { questions, answers, failures } = await counts(page);
    expect(failures).toBe(1);
    expect(questions).toBe(answers + failures);
  });
}

test('no answer is said to be none, on a stalled line too', async ({ page, world }) => {
  await open(page, world.url);
  await page.locator('#network summary').click();
  await page.getByRole('radio', { name: /^Stall/ }).click();
  await expect(page.locator('page-notice')).toContainText('The line is stalled.');
  await page.evaluate(() => {
    const real = AbortSignal.timeout;
    AbortSignal.timeout = (ms) => real(ms / 50);
  });
  await page.locator('body').press('r');
  await expect(note(page)).toHaveText('No answer. The line is stalled.');
});

test('a note that is refused, or given up with its run, says so', async ({ page, world }) => {
  await open(page, world.url);
  await page.locator('#duplex summary').click();
  const fates = page.locator('duplex-exhibit tbody tr').first().locator('td');
  await page.route(/\/note/, (route) => route.fulfill({ status: 503 }));
  await page.getByRole('button', { name: 'Send over both' }).click();
  await expect(fates.first()).toHaveText('The server refused it.');
  await page.unroute(/\/note/);
  await page.route(/\/note/, () => {});
  await page.getByRole('button', { name: 'Send over both' }).click();
  await expect(fates.first()).toHaveText('Under way…');
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(fates.first()).toHaveText('Lost: no answer.');
});
