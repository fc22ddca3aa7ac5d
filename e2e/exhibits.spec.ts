import type { Page } from 'playwright/test';
import { dropEvents, expect, open, score, test } from './world.ts';

const exhibit = (page: Page, name: string) =>
  page.locator('.groups summary').getByText(name, { exact: true });

test('the diagram opens with D and with a link, and is not painted while it is closed', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await page.keyboard.press('d');
  await expect(page.locator('message-diagram canvas')).toBeInViewport();
  await expect(page).toHaveURL(/diagram=1/);
  await page.keyboard.press('d');
  await expect(page.locator('message-diagram canvas')).toBeHidden();
  const painted = await page.evaluate(async () => {
    const diagram = document.querySelector('message-diagram') as unknown as { paint(): void };
    let count = 0;
    diagram.paint = () => {
      count += 1;
    };
    const frames = (n: number): Promise<void> =>
      new Promise((done) => requestAnimationFrame(() => (n > 0 ? done(frames(n - 1)) : done())));
    await frames(10);
    const closed = count;
    const details = document.getElementById('messages') as HTMLDetailsElement;
    details.open = true;
    details.scrollIntoView();
    while (count === closed) await frames(1);
    return closed;
  });
  expect(painted).toBe(0);
});

test('pause freezes the picture; stepping goes from message to message', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?diagram=1&rtt=0`);
  await world.steps(page, 3);
  const list = page.locator('message-list');
  await expect(list.getByRole('button')).toHaveCount(8);
  await list.getByRole('button').last().waitFor();
  await page.getByRole('button', { name: 'Step back' }).click();
  await expect(page.locator('page-notice')).toContainText('Display paused');
  await expect(page.locator('message-xray h4')).toContainText('Server → browser');
  for (let i = 0; i < 12; i++) await page.getByRole('button', { name: 'Step back' }).click();
  const before = await list.getByRole('button').count();
  expect(before).toBeLessThan(8);
  world.feed.step();
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(score(page, 'Prices you didn’t see').left).toBeVisible();
  expect(await list.getByRole('button').count()).toBeLessThanOrEqual(before + 1);
});

test('slow motion shows the last two seconds again, and then the frozen picture', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?diagram=1&rtt=0`);
  await world.steps(page, 3);
  await page.clock.install();
  await page.getByRole('button', { name: 'slow motion' }).click();
  /** How much of the past is in the picture, in ms, as the labels at its side say. */
  const depth = () =>
    page.evaluate(async () => {
      const said: string[] = [];
      const write = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
        said.push(text);
        write.call(this, text, ...place);
      };
      const diagram = document.querySelector('message-diagram') as unknown as { paint(): void };
      diagram.paint();
      CanvasRenderingContext2D.prototype.fillText = write;
      return said.filter((text) => text.startsWith('−')).at(-1);
    });
  expect(await depth()).toBe('−1.5 s');
  await page.clock.runFor(17_000);
  expect(await depth()).toBe('−8 s');
});

test('the list is gone through by keyboard, and waits meanwhile', async ({ page, world }) => {
  await open(page, `${world.url}?diagram=1&rtt=0`);
  await world.steps(page, 3);
  const list = page.locator('message-list');
  await expect(list.getByRole('button')).toHaveCount(8);
  await list.getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  world.feed.step();
  await expect(list).toContainText('The list is paused while you’re using it.');
  await page.keyboard.press('Enter');
  await expect(list.locator('[aria-pressed=true]')).toHaveCount(1);
  await expect(list.getByRole('button').nth(2)).toBeFocused();
  await expect(page.locator('message-xray section')).toBeVisible();
});

test('where more happened than was told, the diagram and the list have a gap and go on', async ({
  page,
  world,
}) => {
  const drop = await dropEvents(page);
  await open(page, `${world.url}?diagram=1&rtt=0`);
  const list = page.locator('message-list');
  const last = list.locator('li').last();
  await expect(last).toContainText(/\d ms/);
  await expect(list).not.toContainText('missing');
  drop(true);
  await world.steps(page, 1);
  await expect(last).toContainText('unknown');
  await expect(list).toContainText(/Events missing here: \d+\./);
  drop(false);
  await world.steps(page, 1);
  await expect(last).toContainText(/\d ms/);
  await expect(list).not.toContainText('under way');
});

test('what can’t be read is said to be, in place, and text from the wire stays text', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?diagram=1&rtt=0`);
  await expect(page.locator('message-list li').first()).toBeVisible();
  for (const [kind, text, name, expected] of [
    ['unreadable', '\u0001<img src=x>', 'can’t be read', 'We can’t read these bytes'],
    ['frame', '\u0083\u0001?', 'opcode 3', 'Opcode 3 is reserved.'],
    ['request', 'GET /<b>x</b> HTTP/1.1\r\n\r\n', 'GET /<b>x</b>', 'GET /<b>x</b> HTTP/1.1'],
  ] as const) {
    await page.evaluate(
      ([kind, raw]) => {
        const list = document
          .querySelector('message-diagram')
          ?.shadowRoot?.querySelector('message-list') as unknown as {
          history: { messages: { id: number; sent: number }[]; add(events: unknown[]): void };
        };
        const { id = 0, sent = 0 } = list.history.messages.at(-1) ?? {};
        const size = { handshake: 0, headers: 0, framing: 0, body: 3 };
        const message = {
          id: id + 1_000,
          side: 'ws',
          connection: 1,
          direction: 'down',
          kind,
          sent,
        };
        list.history.add([{ what: 'sent', message: { ...message, transit: 0, size, raw } }]);
      },
      [kind, btoa(text)] as const,
    );
    await page.locator('message-list').getByRole('button', { name }).click();
    await expect(page.locator('message-xray')).toContainText(expected);
    await page.mouse.move(0, 0);
    await page.locator('page-toolbar button').last().focus();
  }
  await expect(page.locator('message-xray img, message-xray section b b')).toHaveCount(0);
});

test('a note goes both ways: a new request on the left, a frame on the right', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?left=long-poll&rtt=0`);
  await exhibit(page, 'Both ways').click();
  const field = page.getByRole('textbox', { name: 'Your message (optional)' });
  await field.fill('<b>hello</b> ✓');
  await field.press('Enter');
  const row = page.locator('duplex-exhibit tbody tr');
  await expect(row.locator('th')).toHaveText('<b>hello</b> ✓');
  await expect(row.locator('td').first()).toContainText(/returned in \d+ ms.*connection \d/s);
  await expect(row.locator('td').last()).toContainText(/returned in \d+ ms.*\d+ B sent/s);
  // The held question and the note are on two connections.
  await expect(row.locator('td').first()).toContainText('held by the waiting question');
});

test('a note that is too long is said to be, and nothing is lost', async ({ page, world }) => {
  await open(page, world.url);
  await exhibit(page, 'Both ways').click();
  const field = page.getByRole('textbox', { name: 'Your message (optional)' });
  await field.fill('x'.repeat(141));
  await field.press('Enter');
  await expect(page.locator('duplex-exhibit #problem')).toHaveText(
    'A note has at most 140 characters; this one has 141. Shorten it.',
  );
  await expect(field).toHaveValue('x'.repeat(141));
  await field.fill('😀'.repeat(140));
  await field.press('Enter');
  await expect(page.locator('duplex-exhibit tbody td').first()).toContainText('returned in');
  await expect(page.locator('duplex-exhibit tbody td').last()).toContainText('returned in');
});

test('on a cut line a note is lost on both sides, and the page says so', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await exhibit(page, 'Both ways').click();
  await page.keyboard.press('x');
  await expect(page.locator('websocket-ticker .note')).toContainText(/cut|lost/i);
  await page.getByRole('button', { name: 'Send over both' }).click();
  await expect(page.locator('duplex-exhibit tbody td').first()).toHaveText('Lost: no answer.');
  await expect(page.locator('duplex-exhibit tbody td').last()).toHaveText(
    'Not sent: the connection is not open.',
  );
});

test('the ledger adds up to the bytes of each side', async ({ page, world }) => {
  await open(page, `${world.url}?left=sse`);
  await exhibit(page, 'Bytes').click();
  await world.steps(page, 5);
  await page.keyboard.press('r');
  await expect(async () => {
    const rows = await page.locator('byte-breakdown table').first().locator('tbody tr').all();
    const cells = await Promise.all(
      rows.map(async (row) =>
        (await row.locator('td').allTextContents())
          .slice(0, 2)
          .map((text) => Number.parseInt(text.replaceAll(',', ''), 10)),
      ),
    );
    for (const side of [0, 1]) {
      const numbers = cells.map((cell) => cell[side] ?? Number.NaN);
      const all = numbers.pop();
      expect(numbers.reduce((sum, part) => sum + part, 0)).toBe(all);
      expect(all).toBeGreaterThan(500);
    }
  }).toPass();
});

test('a price’s way to the screen: it waits to be asked for on the left, for nobody on the right', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await exhibit(page, 'Why?').click();
  const numbers = async (side: 'left' | 'right') => {
    const rows = await page.locator('price-journey tbody tr').all();
    const column = side === 'left' ? 0 : 1;
    return Promise.all(rows.map((row) => row.locator('td').nth(column).textContent()));
  };
  const journey = page.locator('price-journey');
  await expect(journey).toContainText('Press Get price');
  expect(await numbers('left')).toEqual(['—', '—', '—', '—', '—', '—']);
  for (let n = 1; n <= 3; n++) {
    world.feed.step();
    await expect(journey).toContainText(`${n} by being told`);
  }
  await page.keyboard.press('r');
  await expect(journey).toContainText('1 by asking');
  for (const side of ['left', 'right'] as const) {
    const [unasked = 0, underWay = 0, drawing = 0, all = 0] = (await numbers(side)).map((text) =>
      Number.parseInt(text ?? '', 10),
    );
    expect(Math.abs(unasked + underWay + drawing - all)).toBeLessThanOrEqual(2);
    if (side === 'left') expect(unasked).toBeGreaterThan(0);
    else expect(unasked).toBe(0);
  }
});

test('the handshake is computed from what was really sent, and from a key of one’s own', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await exhibit(page, 'Handshake').click();
  await page.locator('handshake-exhibit summary').click();
  const steps = page.locator('handshake-steps');
  await expect(steps).toContainText('✓ the same');
  await page.getByLabel('Try another key').fill('dGhlIHNhbXBsZSBub25jZQ==');
  await expect(steps).toContainText('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  await page.getByLabel('Try another key').fill('nonsense');
  await expect(page.getByLabel('Try another key')).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Back to the real key' }).click();
  await expect(steps).toContainText('✓ the same');
});

test('a handshake that the server has not answered is no closed connection', async ({
  page,
  world,
}) => {
  await page.goto(`${world.url}?damage=stall`);
  await exhibit(page, 'Handshake').click();
  const tube = page.locator('handshake-exhibit .tube');
  await expect(tube).toContainText('waiting for the server’s answer');
  await page.getByRole('button', { name: 'Repair the line' }).click();
  await expect(tube).toContainText('open now: frames both ways');
});

test('ws:// and wss://: in the clear, an eavesdropper reads the very messages', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?rtt=0`);
  await exhibit(page, 'Is it secure?').click();
  // Only from now on are messages kept for the page, with the handshake before them.
  await expect(page.locator('secure-exhibit')).toContainText('101 Switching Protocols');
  await world.steps(page, 2);
  const overheard = page.locator('secure-exhibit li pre:not(.cipher)').last();
  await expect(overheard).toContainText(`"price":${world.feed.latest('ACME').price}`);
  // With TLS: a record of application data (RFC 8446 §5.2), and nothing to read in it.
  await expect(page.locator('secure-exhibit .cipher').last()).toHaveText(/^17 03 03 /);
  await expect(page.locator('secure-exhibit .state')).toContainText('http://');
});

test('what an eavesdropper reads of the visitor’s own note stays to be found', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?rtt=0&step=8&view=projector`);
  const lesson = page.getByRole('region', { name: 'Lesson' });
  await lesson.getByRole('button', { name: 'Everything' }).click();
  await lesson.getByRole('button', { name: 'Send a note' }).click();
  const note = page.locator('secure-exhibit .mine');
  await expect(note).toContainText('my note');
  await world.steps(page, 6);
  const overheard = page.locator('secure-exhibit ol > li:not(.names):visible');
  await expect(overheard.last()).toContainText(`"price":${world.feed.latest('ACME').price}`);
  await expect(overheard).toHaveCount(2);
  await expect(note).toBeVisible();
});
