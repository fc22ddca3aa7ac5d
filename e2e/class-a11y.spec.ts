import type { Page } from 'playwright/test';
import { violations } from './axe.ts';
import { expect, heading, test, vote } from './classroom.ts';

test.setTimeout(120_000);

/** No wider than the screen; everything that can be pressed is large enough for a thumb. */
async function fits(phone: Page): Promise<void> {
  const width = await phone.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(phone.viewportSize()?.width);
  for (const target of await phone.locator('button:visible, label:visible:has(input)').all()) {
    const box = await target.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
}

for (const [colorScheme, forcedColors] of [
  ['light', 'none'],
  ['dark', 'none'],
  ['light', 'active'],
  ['dark', 'active'],
] as const) {
  const look = forcedColors === 'active' ? `${colorScheme} forced colours` : colorScheme;

  test(`axe finds nothing on screen, notes and phone in any phase, ${look}`, async ({
    classroom,
  }) => {
    const options = { colorScheme, forcedColors, reducedMotion: 'reduce' } as const;
    const screen = await classroom.screen(options);
    const notes = await classroom.notes(options);
    const form = await classroom.newPhone(options);
    const phone = await classroom.phone({ ...options, viewport: { width: 320, height: 640 } });
    const clean = async () => {
      for (const page of [screen, notes, phone]) expect(await violations(page)).toEqual([]);
      await fits(phone);
    };
    await form.getByRole('button', { name: 'Join' }).click();
    expect(await violations(form)).toEqual([]);
    await clean();
    for (const key of ['j', 'r', '?']) {
      await screen.keyboard.press(key);
      await expect(screen.getByRole('dialog')).toBeVisible();
      expect(await violations(screen)).toEqual([]);
      await screen.keyboard.press('Escape');
      await expect(screen.getByRole('dialog')).toBeHidden();
    }

    await vote(screen, '3. News!');
    await phone.getByRole('radio').first().check();
    await expect(phone.getByText('Your answer is in.')).toBeVisible();
    await screen.mouse.move(20, 20);
    await screen.mouse.move(30, 30);
    await clean();
    await screen.keyboard.press('d');
    await expect(heading(screen)).toHaveText('Talk to your neighbour');
    await clean();
    await screen.keyboard.press('PageDown');
    await expect(screen.getByText('0 of 1 have voted')).toBeVisible();
    await phone.getByRole('radio').first().check();
    await expect(screen.getByText('1 of 1 have voted')).toBeVisible();
    await screen.keyboard.press('PageDown');
    await expect(phone.locator('phone-run-view .price')).toHaveText(/^\$\d/);
    await clean();
    await screen.keyboard.press('n');
    await expect(heading(screen)).toHaveText(/Who knows first/);
    const button = phone.getByRole('button', { name: 'Get price' });
    if (await button.isVisible()) await button.click();
    await expect(phone.getByText('News! You know.')).toBeVisible();
    await clean();
    await screen.keyboard.press('PageDown');
    await expect(heading(phone)).toHaveText('✓ You were right');
    await expect(screen.locator('results-table')).toBeVisible();
    await clean();
    await screen.keyboard.press('z');
    await expect(heading(screen)).toHaveText('What your class measured');
    await clean();
  });
}

test('a round with keys alone, and what a screen reader is told of it', async ({ classroom }) => {
  const screen = await classroom.screen();
  const phone = await classroom.phone();
  await vote(screen, '3. News!');
  // The focus goes to what is new, so that it is read.
  await expect(heading(phone)).toBeFocused();
  await phone.keyboard.press('Tab');
  await phone.keyboard.press('Space');
  await expect(phone.getByRole('radio', { name: 'Those with a button' })).toBeChecked();
  await phone.keyboard.press('ArrowDown');
  await expect(phone.getByRole('radio', { name: 'Those on a timer' })).toBeChecked();
  await expect(phone.getByText('Your answer is in.')).toBeVisible();
  await expect(phone.getByRole('group')).toMatchAriaSnapshot(`
    - group /News is coming/:
      - radio "Those with a button"
      - radio "Those on a timer" [checked]
      - radio "Those whom the server tells"
  `);
  await screen.keyboard.press('PageDown');
  await expect(screen.getByText('1 answer is in')).toBeVisible();
  await screen.keyboard.press('PageDown');
  await expect(phone.locator('phone-run-view .price')).toHaveText(/^\$\d/);
  await expect(phone.getByRole('status')).toHaveCount(1);
  await expect(phone.getByRole('status')).not.toContainText('$');
  await screen.keyboard.press('PageDown');
  await expect(heading(phone)).toBeFocused();
  await expect(screen.locator('tally-bars')).toMatchAriaSnapshot(`
    - table:
      - rowgroup:
        - row "Answer Votes"
      - rowgroup:
        - row "Those with a button (right) 0 (0 %)"
        - row "Those on a timer 1 (100 %)"
        - row "Those whom the server tells 0 (0 %)"
  `);
  await expect(screen.locator('results-table').getByRole('row')).toHaveCount(6);
});
