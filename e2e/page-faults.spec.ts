/** What a page must bear: a browser that refuses, a server that refuses, other ways to look at it. */
import type { Page } from 'playwright/test';
import { expect, left, longEnough, money, open, right, test } from './world.ts';

test('where the browser remembers nothing, everything else works', async ({ page, world }) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.addInitScript(() => {
    const sendError = () => {
      throw new DOMException('', 'SecurityError');
    };
    history.replaceState = sendError;
    for (const storage of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, storage, { get: sendError });
    }
    Object.defineProperty(window, 'BroadcastChannel', { value: sendError });
  });
  await open(page, world.url);
  await page.keyboard.press(']');
  await expect(page.locator('score-board')).toContainText('60 ms added round trip');
  await page.locator('http-ticker choice-row').getByText('On a timer').click();
  await expect(page.getByRole('radio', { name: 'On a timer' })).toBeChecked();
  await expect(page.locator('http-ticker').getByText('½ s')).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Take the lesson' }).click();
  await page.getByRole('button', { name: 'Skip' }).click();
  await expect(page.locator('guided-lesson h2')).toContainText('Step 2');
  await page.keyboard.press('?');
  await page.getByLabel('Keyboard shortcuts on').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: 'Pause' }).first()).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  world.feed.step();
  await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price));
  expect(errors).toEqual([]);
});

test('while the browser takes no more links, all else goes on; the next that it takes says all', async ({
  page,
  world,
}) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  // As in WebKit, which takes 100 in 10 s.
  await page.addInitScript(() => {
    const write = history.replaceState.bind(history);
    let left = 100;
    history.replaceState = (...args) => {
      if (left === 0) throw new DOMException('', 'SecurityError');
      left -= 1;
      write(...args);
    };
    Object.assign(window, {
      rest: () => {
        left = 100;
      },
    });
  });
  await open(page, world.url);
  await page.evaluate(() => {
    for (let i = 0; i < 100; i++) history.replaceState(null, '', location.href);
  });
  await page.keyboard.press(']');
  await expect(page.locator('score-board')).toContainText('60 ms added round trip');
  await page.locator('http-ticker choice-row').getByText('On a timer').click();
  await expect(page.locator('http-ticker').getByText('½ s')).toBeVisible();
  await world.steps(page, 1);
  await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
  expect(page.url()).toBe(world.url);
  expect(errors).toEqual([]);
  await page.evaluate(() => (window as unknown as { rest(): void }).rest());
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/rtt=200/);
  await expect(page).toHaveURL(/left=timer/);
});

test('a slider that is dragged sets the delay and the link when it is let go', async ({
  page,
  world,
}) => {
  await page.addInitScript(() => {
    const write = history.replaceState.bind(history);
    const written: string[] = [];
    Object.assign(window, { written });
    history.replaceState = (...args) => {
      written.push(String(args[2]));
      write(...args);
    };
  });
  await open(page, world.url);
  await page.locator('#network summary').click();
  const slider = page.getByRole('slider');
  await slider.evaluate((input: HTMLInputElement) => {
    for (let rtt = 20; rtt <= 3000; rtt += 20) {
      input.value = String(rtt);
      input.dispatchEvent(new Event('input'));
    }
  });
  await expect(page.locator('network-panel output')).toHaveText('3000 ms');
  await expect(page.locator('score-board')).toContainText('0 ms added round trip');
  await slider.dispatchEvent('change');
  await expect(page).toHaveURL(/rtt=3000/);
  await expect(page.locator('score-board')).toContainText('3000 ms added round trip');
  const written = await page.evaluate(() => (window as unknown as { written: string[] }).written);
  expect(written).toEqual(['/?rtt=3000']);
});

test('after two blind guesses a run that ends is reported once', async ({ page, world }) => {
  await open(page, world.url);
  for (let guess = 0; guess < 2; guess++) {
    await page.keyboard.press('b');
    await expect(page.getByRole('heading', { name: 'Which is which?' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'A' }).locator('.price')).toHaveText(/^\$/);
    await page.keyboard.press('b');
    await expect(right(page)).toHaveText(/^\$/);
  }
  await page.locator('#report summary').click();
  const rows = page.locator('run-report tbody tr');
  await expect(page.locator('run-report')).toContainText('The last row is still running.');
  await expect(rows.last().locator('td').nth(1)).toHaveText(longEnough);
  const before = await rows.count();
  await page.getByRole('radio', { name: 'On a timer' }).check();
  await expect(rows.first()).toContainText('Ask: when I press');
  await expect(rows.nth(-2)).toContainText('Ask: on a timer');
  await expect(rows).toHaveCount(before + 2);
});

test('keys act on a layout without Latin letters, and brackets by AltGr', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  const press = (event: { key: string; code: string; ctrlKey?: true; altKey?: true }) =>
    page.evaluate((event) => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...event }));
    }, event);
  await press({ key: 'з', code: 'KeyP' });
  await expect(page.getByRole('button', { name: 'Pause' })).toHaveAttribute('aria-pressed', 'true');
  await press({ key: ']', code: 'Digit9', ctrlKey: true, altKey: true });
  await expect(page).toHaveURL(/rtt=60/);
});

test('the help opens at its heading', async ({ page, world }) => {
  await open(page, world.url);
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  const heading = dialog.getByRole('heading');
  const scrolled = () =>
    dialog.evaluate((box) => ({ top: box.scrollTop, room: box.scrollHeight - box.clientHeight }));
  await page.keyboard.press('?');
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport({ ratio: 1 });
  expect((await scrolled()).top).toBe(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  // Where it has no room to be seen as a whole.
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.keyboard.press('?');
  await expect(heading).toBeFocused();
  const { top, room } = await scrolled();
  expect(room).toBeGreaterThan(0);
  expect(top).toBe(0);
});

/** All that the page says from now on, in order. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const { session } = document.querySelector('http-ticker') as unknown as {
      session: EventTarget;
    };
    const said: string[] = [];
    Object.assign(window, { said });
    session.addEventListener('say', (event) => said.push((event as CustomEvent).detail));
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}

test('a market that is refused shows, links and says nothing of what was wished', async ({
  page,
  world,
}) => {
  await world.stop();
  await world.start({ hostKey: 'secret' });
  await open(page, `${world.url}#key=wrong`);
  const said = await listen(page);
  await page.locator('#network summary').click();
  await page.locator('market-panel').getByText('10', { exact: true }).click();
  await expect.poll(said).toEqual([expect.stringContaining('Only the instructor')]);
  await expect(page.getByRole('radio', { name: 'Paused' })).toBeChecked();
  await expect(page.getByRole('radio', { name: '10', exact: true })).not.toBeChecked();
  await page.locator('body').press('n');
  await page.locator('body').press('=');
  const rejection = expect.stringContaining('Only the instructor');
  await expect.poll(said).toEqual([rejection, rejection, rejection]);
  expect(page.url()).toBe(world.url);
});

test('a market that obeys is linked and said', async ({ page, world }) => {
  await open(page, world.url);
  const said = await listen(page);
  const before = world.feed.latest('ACME').price;
  await page.keyboard.press('n');
  await expect.poll(said).toEqual(['News! The price jumps by 8 %.']);
  expect(world.feed.latest('ACME').price).not.toBe(before);
  await page.locator('#network summary').click();
  await page.locator('market-panel').getByText('1 in 5 s').click();
  await expect(page.getByRole('radio', { name: '1 in 5 s' })).toBeChecked();
  await expect.poll(said).toContain('A price change every 5 s.');
  await expect(page).toHaveURL(/rate=0.2/);
});

/** Does to the text on the page what translators in browsers do: each piece goes into a new element. */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const visit = (node: Node): void => {
      if (node instanceof HTMLElement && node.getAttribute('translate') === 'no') return;
      if (node instanceof Text) {
        if (!node.data.trim() || node.parentElement?.localName === 'style') return;
        const translated = document.createElement('font');
        translated.textContent = node.data.toUpperCase();
        node.replaceWith(translated);
        return;
      }
      if (node instanceof Element && node.shadowRoot) visit(node.shadowRoot);
      for (const child of [...node.childNodes]) visit(child);
    };
    visit(document.body);
  });
}

test('on a translated page prices, states, counts and the lesson go on', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?step=1`);
  await expect(page.locator('guided-lesson h2')).toContainText('Step 1 of');
  await translate(page);
  await expect(page.locator('http-ticker h2')).toContainText('ASK');
  world.feed.step();
  const price = money(world.feed.latest('ACME').price);
  await expect(right(page)).toHaveText(price);
  await expect(page.locator('http-ticker .state')).toContainText('Out of date for');
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(left(page)).toHaveText(price);
  await expect(page.locator('http-ticker .state')).toContainText('Up to date');
  await expect(page.locator('score-board dd.http').nth(4)).toHaveText(/: 2$/i);
  await page.getByRole('button', { name: 'SKIP' }).click();
  await expect(page.locator('guided-lesson h2')).toContainText('Step 2 of');
});
