import type { Page } from 'playwright/test';
import { type RecordingProxy, test } from './proxy.ts';
import { expect, left as leftPrice, open, right as rightPrice, score } from './world.ts';

test('the bytes shown are those an independent proxy counted, on both sides', async ({
  page,
  world,
  network: proxy,
  url,
}) => {
  await open(page, url);
  for (let asked = 2; asked <= 4; asked++) {
    await world.steps(page, 5);
    await page.getByRole('button', { name: 'Get price' }).click();
    await expect(score(page, 'Asked').left).toHaveText(new RegExp(`: ${asked}$`));
  }
  const shown = { left: score(page, 'Bytes').left, right: score(page, 'Bytes').right };
  for (const [side, path] of [
    ['left', '/price'],
    ['right', '/stream'],
  ] as const) {
    await expect
      .poll(async () => {
        const value = await shown[side].locator('data').getAttribute('value');
        return Number(value) - proxy.bytes(path);
      })
      .toBe(0);
    expect(proxy.bytes(path)).toBeGreaterThan(1_000);
  }
});

/** The bytes of both sides in this run, as the page shows them. */
const shownBytes = async (page: Page) => {
  const { left, right } = score(page, 'Bytes');
  const value = async (cell: typeof left) =>
    Number(await cell.locator('data').getAttribute('value'));
  return [await value(left), await value(right)] as const;
};

const sizeOf = (exchange: { up: Buffer; down: Buffer } | undefined) =>
  (exchange?.up.length ?? 0) + (exchange?.down.length ?? 0);

test('another way on the left: a run that counts nothing of before, and the WebSocket stays open', async ({
  page,
  world,
  network: proxy,
  url,
}) => {
  await open(page, url);
  await world.steps(page, 3);
  const price = await rightPrice(page).textContent();
  const before = proxy.bytes('/stream');
  await page.locator('http-ticker choice-row').getByText('Server-Sent Events').click();
  await expect(score(page, 'Asked').right).toHaveText(/: 0$/);
  await expect(score(page, 'Received').left).toHaveText(/: 1$/);
  const begun = proxy.bytes('/stream');
  await expect(rightPrice(page)).toHaveText(price ?? '');
  await world.steps(page, 3);
  await expect.poll(async () => proxy.bytes('/events') - (await shownBytes(page))[0]).toBe(0);
  // Heartbeats come when they like, also while the run begins.
  await expect
    .poll(async () => (await shownBytes(page))[1])
    .toBeGreaterThanOrEqual(proxy.bytes('/stream') - begun);
  expect((await shownBytes(page))[1]).toBeLessThanOrEqual(proxy.bytes('/stream') - before);
  expect(proxy.of('/stream')).toHaveLength(1);
});

test('Reset: a run of new connections, which counts nothing of the old ones', async ({
  page,
  world,
  network: proxy,
  url,
}) => {
  await open(page, url);
  await world.steps(page, 3);
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(score(page, 'Prices you didn’t see').right).toHaveText(/: 0$/);
  await expect.poll(() => proxy.of('/stream').length).toBe(2);
  await world.steps(page, 2);
  for (const [side, path] of ['/price', '/stream'].entries()) {
    const missing = async () =>
      sizeOf(proxy.of(path).at(-1)) - ((await shownBytes(page))[side] ?? 0);
    await expect.poll(missing).toBe(0);
  }
});

/** All bytes that the page has been told of, by side and direction, in the order of sending. */
async function told(page: Page, side: string, direction: string): Promise<string> {
  const pieces = await page.evaluate(
    ([side, direction]) => {
      type Message = { side: string; direction: string; raw: string; lost?: number };
      const list = document
        .querySelector('message-diagram')
        ?.shadowRoot?.querySelector('message-list') as unknown as {
        history: { messages: Message[] };
      };
      return list.history.messages
        .filter((m) => m.side === side && m.direction === direction && m.lost === undefined)
        .map(({ raw }) => raw);
    },
    [side, direction],
  );
  return Buffer.concat(pieces.map((raw) => Buffer.from(raw, 'base64'))).toString('latin1');
}

const recorded = (proxy: RecordingProxy, paths: string[], direction: 'up' | 'down') =>
  Buffer.concat(
    proxy.exchanges
      .filter(({ request }) => paths.some((path) => request.split(' ')[1]?.startsWith(`${path}?`)))
      .map((exchange) => exchange[direction]),
  ).toString('latin1');

/**
 * Chooses another company, or hangs up, while no answer is on its way: the server may have sent one that
 * the browser never gets.
 * @param pushed each new price is sent to the left side at once, and nothing else is on its way to it
 */
async function betweenQuestions(
  page: Page,
  pushed: boolean,
  company: 'BOLO' | undefined,
): Promise<void> {
  if (pushed)
    await expect(leftPrice(page)).toHaveText((await rightPrice(page).textContent()) ?? '');
  await page.evaluate(
    async ({ pushed, company }) => {
      type Side = { status: { state: string }; stop(): void };
      const { session } = document.querySelector('http-ticker') as unknown as {
        session: { left: Side; right: Side; commands: { setSymbol(symbol: string): unknown } };
      };
      const { left, right, commands } = session;
      while (left.status.state === 'asking' && !pushed) {
        await new Promise((resolve) => setTimeout(resolve));
      }
      if (company) {
        commands.setSymbol(company);
      } else {
        left.stop();
        right.stop();
      }
    },
    { pushed, company },
  );
}

for (const [way, query, path] of [
  ['press', 'left=press', '/price'],
  ['timer', 'left=timer&poll=0.5', '/price'],
  ['long poll', 'left=long-poll', '/price'],
  ['Server-Sent Events', 'left=sse', '/events'],
] as const) {
  test(`${way} and WebSocket: every byte shown is what the proxy recorded, both ways`, async ({
    page,
    world,
    network: proxy,
    url,
  }) => {
    await open(page, `${url}?${query}&diagram=1`);
    await expect(page.locator('message-list li').first()).toBeVisible();
    await world.steps(page, 3);
    if (way === 'press') await page.keyboard.press('r');
    const pushed = way === 'long poll' || way === 'Server-Sent Events';
    // Something up the open line, masked.
    await betweenQuestions(page, pushed, 'BOLO');
    const price = () => `$${world.feed.latest('BOLO').price.toFixed(2)}`;
    // Once the stream of the other company is there, that of the first has gone.
    if (pushed) await expect(leftPrice(page)).toHaveText(price());
    world.feed.step();
    await expect(rightPrice(page)).toHaveText(price());
    // What is asked by the clock goes on: hang up, so that there is an end to compare.
    await betweenQuestions(page, pushed, undefined);
    // Both compared at one moment: an answer may still be on its way when the left side stops.
    const difference = async (side: string, path: string, direction: 'up' | 'down') => {
      const [shown, sent] = [await told(page, side, direction), recorded(proxy, [path], direction)];
      return shown === sent ? '' : `${shown}\n\nis not\n\n${sent}`;
    };
    for (const direction of ['up', 'down'] as const) {
      await expect.poll(() => difference('http', path, direction)).toBe('');
      await expect.poll(() => difference('ws', '/stream', direction)).toBe('');
    }
    expect(recorded(proxy, [path], 'up').length).toBeGreaterThan(300);
  });
}

test('the x-ray opens a question, an answer, the handshake and frames as they were sent', async ({
  page,
  world,
  network: proxy,
  url,
}) => {
  await open(page, `${url}?diagram=1`);
  await world.steps(page, 2);
  const list = page.locator('message-list');
  const xray = page.locator('message-xray');
  const [question] = proxy.of('/price');
  const [handshake] = proxy.of('/stream');
  // The list stands still once it is used.
  for (const name of ['Ask, from the server: 200', 'Be told, from the server: $']) {
    await expect(list.getByRole('button', { name }).last()).toBeVisible();
  }

  await list.getByRole('button', { name: 'Ask, to the server: GET /price' }).click();
  for (const line of question?.up.toString('latin1').trimEnd().split('\r\n') ?? []) {
    await expect(xray).toContainText(line);
  }
  await expect(xray).toContainText(`${question?.up.length} bytes`);

  await list.getByRole('button', { name: 'Ask, from the server: 200' }).click();
  await expect(xray.locator('pre')).toHaveText(
    question?.down.toString('latin1').split('\r\n\r\n')[1] ?? 'no body',
  );

  await list.getByRole('button', { name: '101 Switching Protocols' }).click();
  const [answer = ''] = handshake?.down.toString('latin1').split('\r\n\r\n') ?? [];
  for (const line of answer.split('\r\n')) await expect(xray).toContainText(line);

  const frames = handshake?.down.subarray(answer.length + 4) ?? Buffer.alloc(0);
  const [, length = 0] = frames;
  await list.getByRole('button', { name: 'Be told, from the server: $' }).first().click();
  await expect(xray.locator('pre').first()).toHaveText(
    (
      frames
        .subarray(0, 2 + length)
        .toString('hex')
        .match(/../g) ?? []
    ).join(' '),
  );
  await expect(xray.getByRole('row', { name: 'Opcode 0001 1: text' })).toBeVisible();
});
