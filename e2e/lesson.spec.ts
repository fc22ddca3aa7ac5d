import type { Locator, Page } from 'playwright/test';
import { expect, open, test, type World } from './world.ts';

const strip = (page: Page) => page.getByRole('region', { name: 'Lesson' });

type Press = (control: Locator) => Promise<void>;
const byMouse: Press = (control) => control.click();
const byTouch: Press = (control) => control.tap();
const byKeys: Press = async (control) => {
  await control.focus();
  await control.press('Enter');
};

/** Begins the lesson from the page's own link. */
async function begin(page: Page, world: World, press: Press): Promise<void> {
  await open(page, world.url);
  await press(page.getByRole('link', { name: 'Take the lesson' }).first());
  await expect(strip(page)).toContainText('Step 1 of 8');
}

/** Whether nothing lies over an element, from its first line to its last. */
function isOnTop(element: Element): boolean {
  const { left, top, bottom } = element.getBoundingClientRect();
  const root = element.getRootNode() as ShadowRoot;
  return [top + 4, bottom - 4].every((y) => root.elementFromPoint(left + 8, y) === element);
}

/** Both prices are in view, and the strip covers neither of them nor its own control. */
async function expectNothingCovered(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeInViewport({ ratio: 1 });
  await expect.poll(() => control.evaluate(isOnTop)).toBe(true);
  const bar = page.locator('price-bar div').first();
  await expect
    .poll(async () => {
      const top = (await strip(page).boundingBox())?.y ?? 0;
      if (await bar.isVisible()) return ((await bar.boundingBox())?.height ?? top) < top;
      const prices = await page.locator('price-face .price').all();
      const boxes = await Promise.all(prices.map((price) => price.boundingBox()));
      return boxes.every((box) => box && box.y >= 0 && box.y + box.height <= top);
    })
    .toBe(true);
}

/** Goes through one step: a guess, what is to be done, what was measured, and why. */
async function take(page: Page, press: Press, act: () => Promise<void>): Promise<void> {
  const answer = strip(page).locator('.answers button').first();
  await expectNothingCovered(page, answer);
  const guess = await answer.innerText();
  await press(answer);
  await act();
  await expect(strip(page)).toContainText(`You said “${guess}”.`, { timeout: 20_000 });
  const why = strip(page).getByRole('button', { name: 'Why?' });
  await expectNothingCovered(page, why);
  await press(why);
  await expect(strip(page).locator('p.why')).not.toBeEmpty();
  await expectNothingCovered(page, strip(page).locator('p.why'));
  const next = strip(page).getByRole('button', { name: /Next|Finish/ });
  await expectNothingCovered(page, next);
  await press(next);
}

/** All steps but the comparison, which takes its forty seconds and has a test of its own. */
async function takeAll(page: Page, world: World, press: Press): Promise<void> {
  const button = (name: string) => strip(page).getByRole('button', { name, exact: true });
  await begin(page, world, press);
  await take(page, press, async () => {
    await expectNothingCovered(page, button('Get price'));
    for (const count of [1, 2, 3]) {
      world.feed.step();
      await press(button('Get price'));
      if (count < 3) await expect(strip(page)).toContainText(`${count} of 3`);
    }
  });
  await take(page, press, async () => {
    const rows = page.locator('use-quiz choice-row');
    await expect(rows).toHaveCount(9);
    for (const row of await rows.all()) {
      const choice = row.getByRole('radio').first();
      await choice.focus();
      await choice.press('Space');
    }
  });
  await take(page, press, () => press(button('Send a note')));
  await take(page, press, () => press(button('Reconnect')));
  await take(page, press, async () => {
    await press(button('Cut the line'));
    await expect(strip(page).locator('.told')).toHaveText('cut');
    for (let i = 0; i < 4; i++) world.feed.step();
  });
  await take(page, press, () => press(button('Send five notes')));
  await expect(strip(page)).toContainText('Step 7 of 8');
  await press(button('Skip'));
  await take(page, press, () => press(button('Send a note')));
  await expect(strip(page)).toContainText('What you have seen');
}

test('the whole lesson by keys alone; its end keeps what was said and measured', async ({
  page,
  world,
}) => {
  test.slow();
  await takeAll(page, world, byKeys);
  const card = strip(page);
  await expect(card.getByRole('listitem')).toHaveCount(8);
  await expect(card).toContainText('You said: Once');
  await expect(card).toContainText('the price changed 3 times. With 3 questions you saw 3');
  await expect(card).toContainText('5 requests');
  await expect(card).toContainText('Skipped.');
  const download = page.waitForEvent('download');
  await card.getByRole('button', { name: 'Take it with you' }).press('Enter');
  expect((await download).suggestedFilename()).toBe('ask-or-be-told.md');
  await card.getByRole('button', { name: 'Done' }).press('Enter');
  await expect(card).toBeHidden();
  await expect(page.locator('http-ticker button.main')).toBeVisible();
});

for (const [width, height] of [
  [390, 844],
  [320, 640],
] as const) {
  test.describe('on a phone', () => {
    test.use({ viewport: { width, height }, hasTouch: true });
    test(`the whole lesson by touch at ${width} × ${height}`, async ({ page, world }) => {
      test.slow();
      await takeAll(page, world, byTouch);
      await expect(strip(page).getByRole('listitem')).toHaveCount(8);
    });

    test(`folded at ${width} × ${height}, the strip is one line`, async ({ page, world }) => {
      await begin(page, world, byTouch);
      const unfolded = (await strip(page).boundingBox())?.height ?? 0;
      await strip(page).getByRole('button', { name: 'Fold the lesson' }).tap();
      await expect(strip(page).getByRole('button', { name: 'Skip' })).toBeHidden();
      const folded = (await strip(page).boundingBox())?.height ?? unfolded;
      expect(folded).toBeLessThan(unfolded / 2);
      await strip(page).getByRole('button', { name: 'Unfold the lesson' }).tap();
      await expect(strip(page).getByRole('button', { name: 'Skip' })).toBeVisible();
    });
  });
}

test.describe('on a phone on its side', () => {
  test.use({ viewport: { width: 844, height: 390 }, hasTouch: true });
  test('the whole lesson by touch, with both prices in view', async ({ page, world }) => {
    test.slow();
    await takeAll(page, world, byTouch);
    await expect(strip(page).getByRole('listitem')).toHaveCount(8);
  });
});

test('Back leads through the steps; whoever returns is asked where to go on', async ({
  page,
  world,
}) => {
  test.slow();
  await begin(page, world, byMouse);
  const exhibits = ['uses', 'duplex', 'handshake', 'messages', 'duplex', 'compare', 'secure'];
  for (const [index, exhibit] of exhibits.entries()) {
    const step = index + 2;
    await strip(page).getByRole('button', { name: 'Skip' }).click();
    await expect(strip(page)).toContainText(`Step ${step} of 8`);
    await expect(strip(page).getByRole('heading')).toBeFocused();
    await expect(page).toHaveURL(new RegExp(`step=${step}`));
    await expect(page.locator('.groups details[open]')).toHaveAttribute('id', exhibit);
  }
  await page.goBack();
  await expect(strip(page)).toContainText('Step 7 of 8');
  await page.goForward();
  await expect(strip(page)).toContainText('Step 8 of 8');
  await strip(page).getByRole('button', { name: 'Leave' }).click();
  await expect(strip(page)).toBeHidden();

  await page.goto(world.url);
  await page.getByRole('link', { name: 'Take the lesson' }).first().click();
  await expect(strip(page)).toContainText('Go on at step 8, or start again?');
  await strip(page).getByRole('button', { name: 'Go on' }).click();
  await expect(strip(page)).toContainText('Step 8 of 8');
});

test('Tab goes from one control of the strip to the next, and the page below it stays', async ({
  page,
  world,
}) => {
  await begin(page, world, byMouse);
  await strip(page).getByRole('button', { name: 'Skip' }).click();
  await expect(page.locator('use-quiz choice-row')).toHaveCount(9);
  await expect(strip(page).getByRole('heading')).toBeFocused();
  const place = () =>
    page.locator('#uses').evaluate((exhibit) => exhibit.getBoundingClientRect().y);
  const before = await place();
  for (const name of ['One to three', 'Four to six', 'Seven to nine', 'Back', 'Skip', 'Leave']) {
    await page.keyboard.press('Tab');
    await expect(strip(page).getByRole('button', { name })).toBeFocused();
    // Less than a line: what changes above it may move it by a fraction of a pixel.
    expect(Math.abs((await place()) - before)).toBeLessThan(2);
  }
});

test('the comparison begins with the guess', async ({ page, world }) => {
  world.feed.setRate(2);
  await open(page, `${world.url}?step=7`);
  await strip(page).getByRole('button', { name: 'Four times as many, or more' }).click();
  await expect(page.getByRole('progressbar', { name: 'Comparison' })).toBeVisible();
  const again = strip(page).getByRole('button', { name: 'Compare' });
  await expect(again).toHaveAttribute('aria-disabled', 'true');
  await page.locator('compare-exhibit').getByRole('button', { name: 'Stop' }).click();
  await expect(strip(page)).toContainText('You stopped the comparison.');
  await expect(again).toHaveAttribute('aria-disabled', 'false');
});

test('what is compared begins at the top, though it is the last of the page', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?step=7`);
  await expect
    .poll(() => page.locator('#compare').evaluate((exhibit) => exhibit.getBoundingClientRect().y))
    .toBeLessThan(100);
});

for (const [width, height] of [
  [1280, 720],
  [844, 390],
  [390, 844],
  [320, 640],
] as const) {
  test(`at ${width} × ${height} the controls of the lesson’s end are in sight`, async ({
    page,
    world,
  }) => {
    await page.setViewportSize({ width, height });
    await open(page, `${world.url}?step=9`);
    const buttons = strip(page).locator('.buttons button');
    await expect(buttons).toHaveCount(4);
    for (const button of await buttons.all()) {
      await expect(button).toBeInViewport({ ratio: 1 });
    }
  });
}

test('in the projector’s view a presenter’s remote turns the page', async ({ page, world }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await open(page, `${world.url}?view=projector&step=1`);
  await expect(strip(page)).toContainText('Step 1 of 8');
  await page.keyboard.press('PageDown');
  await expect(strip(page)).toContainText('Step 2 of 8');
  await expectNothingCovered(page, strip(page).locator('.answers button').first());
  // What the strip shows is heard, and not shown a second time on top of it.
  await expect(page.getByRole('status')).toContainText('Step 2 of 8.');
  await expect(page.locator('status-line .seen')).toHaveCount(0);
  // In a row of choices an arrow chooses.
  const choice = page.locator('use-quiz choice-row').first().getByRole('radio');
  await choice.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(choice.nth(1)).toBeChecked();
  await expect(strip(page)).toContainText('Step 2 of 8');
  await page.keyboard.press('PageUp');
  await expect(strip(page)).toContainText('Step 1 of 8');
});

test('what a step asks for begins again with another run, from nothing', async ({
  page,
  world,
}) => {
  await begin(page, world, byMouse);
  await strip(page).locator('.answers button').first().click();
  const ask = strip(page).getByRole('button', { name: 'Get price', exact: true });
  world.feed.step();
  await ask.click();
  await expect(strip(page)).toContainText('1 of 3');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(strip(page)).toContainText('0 of 3');
  for (const count of [1, 2, 3]) {
    world.feed.step();
    await ask.click();
    if (count < 3) await expect(strip(page)).toContainText(`${count} of 3`);
  }
  await expect(strip(page)).toContainText('With 3 questions you saw 3 of the new prices.');
});

test('what would you use: nine choices, each with its reason', async ({ page, world }) => {
  await open(page, world.url);
  await page.locator('summary').getByText('Quiz: which would you use?').click();
  const quiz = page.locator('use-quiz');
  await expect(quiz.locator('choice-row')).toHaveCount(9);
  for (const row of await quiz.locator('choice-row').all()) {
    await row.getByText('WebSocket', { exact: true }).click();
  }
  await expect(quiz).toContainText('9 of 9 answered');
});
