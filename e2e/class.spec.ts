import type { Page } from 'playwright/test';
import { expect, heading, press, test, vote } from './classroom.ts';

test.setTimeout(90_000);

test('a whole round, from the QR code to the answer, with three phones', async ({ classroom }) => {
  const screen = await classroom.screen();
  await expect(screen).not.toHaveURL(/key=/);
  await expect(screen.getByText('314 159')).toBeVisible();
  const phones = [await classroom.phone(), await classroom.phone(), await classroom.phone()];
  await expect(screen.getByText('3 phones are here')).toBeVisible();
  for (const phone of phones) await expect(heading(phone)).toHaveText(/You are in/);

  await vote(screen, '3. News!');
  for (const [i, phone] of phones.entries()) {
    await phone.getByRole('radio').nth(i).check();
    await expect(phone.getByText('Your answer is in.')).toBeVisible();
  }
  await expect(screen.getByText('3 of 3 have voted')).toBeVisible();
  await press(screen, 'Close the vote');
  await expect(screen.getByText('3 answers are in')).toBeVisible();
  await press(screen, 'Run it');

  for (const phone of phones) {
    await expect(phone.locator('phone-run-view .price')).toHaveText(/^\$\d/);
    await expect(phone.locator('class-phone')).not.toHaveAttribute('bright');
  }
  await screen.keyboard.press('n');
  await expect(heading(screen)).toHaveText(/Who knows first/);
  for (const phone of phones) {
    const button = phone.getByRole('button', { name: 'Get price' });
    if (await button.isVisible()) await button.click();
    await expect(phone.locator('class-phone')).toHaveAttribute('bright');
    await expect(phone.getByText('News! You know.')).toBeVisible();
  }
  await expect(screen.getByText('3 of 3 phones know')).toBeVisible();
  await expect(screen.locator('dot-lane i')).toHaveCount(3);

  await press(screen, 'Show the answer');
  const table = screen.locator('tally-bars table');
  await expect(table.getByRole('row', { name: /\(right\)/ })).toContainText('1 (33 %)');
  await expect(screen.locator('results-table tbody tr')).toHaveCount(6);
  const [right, wrong] = phones as [Page, Page];
  await expect(heading(right)).toHaveText('✓ You were right');
  await expect(heading(wrong)).toHaveText('✗ Not this time');

  let asked = 0;
  for (const phone of phones) {
    const value = (name: string) =>
      phone.locator('phone-reveal dl > div').filter({ hasText: name }).locator('dd');
    await expect(value('Knew the news after')).toHaveText(/ m?s$/);
    await expect(value('Bytes, both ways')).toHaveText(/B$/);
    asked += Number(await value('Questions asked').textContent());
  }
  const column = await screen.locator('results-table tbody tr td:nth-child(7)').allTextContents();
  expect(column.map(Number).reduce((sum, n) => sum + n)).toBe(asked);
});
