import type { Page } from 'playwright/test';
import { violations } from './axe.ts';
import { darkFrames, expect, heading, press, test, vote, watchFrames } from './classroom.ts';

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
    await watchFrames(phone);
  }
  await expect(screen.locator('screen-run .truth b')).toHaveText(/^\$\d/);
  await screen.keyboard.press('n');
  await expect(heading(screen)).toHaveText(/Who knows first/);
  for (const phone of phones) {
    const button = phone.getByRole('button', { name: 'Get price' });
    if (await button.isVisible()) await button.click();
    await expect(phone.locator('class-phone')).toHaveAttribute('bright');
    await expect(phone.getByText('News! You know.')).toBeVisible();
    // That it is news comes over another connection, which may be a frame later.
    expect(await darkFrames(phone)).toBeLessThanOrEqual(1);
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
  // A phone's last report may still be on its way.
  const column = screen.locator('results-table tbody tr td:nth-child(7)');
  await expect
    .poll(async () => (await column.allTextContents()).reduce((sum, n) => sum + Number(n), 0))
    .toBe(asked);
});

test('a phone that is loaded anew in mid-vote has its answer still, and may change it', async ({
  classroom,
}) => {
  const screen = await classroom.screen();
  const phone = await classroom.phone();
  await vote(screen, '1. Who is right?');
  await phone.getByRole('radio').first().check();
  await expect(phone.getByText('Your answer is in.')).toBeVisible();
  await phone.reload();
  await expect(phone.getByRole('radio').first()).toBeChecked();
  await expect(phone.getByText('Your answer is in.')).toBeVisible();
  await phone.getByRole('radio').nth(1).check();
  await expect(phone.getByText('Your answer is in.')).toBeVisible();
  await expect(screen.getByText('1 of 1 have voted')).toBeVisible();
  await screen.keyboard.press('PageDown');
  await expect(phone.getByText('The vote is closed')).toBeVisible();
  await expect(phone.getByRole('radio')).toHaveCount(0);
});

test('a latecomer finds the run that is on, watches it, and takes part in the next', async ({
  classroom,
}) => {
  const screen = await classroom.screen();
  const first = await classroom.phone();
  await vote(screen, '4. What does a price cost?');
  await screen.keyboard.press('PageDown');
  await expect(screen.getByText('The vote is closed')).toBeVisible();
  await screen.keyboard.press('PageDown');
  await expect(first.locator('phone-run-view .price')).toHaveText(/^\$\d/);
  const late = await classroom.phone();
  await expect(heading(late)).toHaveText('Look to the front');
  await expect(screen.getByText('1 phone takes part')).toBeVisible();
  await screen.keyboard.press('PageDown');
  await expect(heading(late)).toHaveText('The answer');
  await screen.keyboard.press('PageUp');
  await expect(late.locator('phone-run-view .price')).toHaveText(/^\$\d/);
});

test('a code that is none, or no class’s, is answered in one sentence, and the right one lets in', async ({
  classroom,
}) => {
  const phone = await classroom.newPhone();
  const field = phone.getByLabel('The code on the screen in front');
  const join = phone.getByRole('button', { name: 'Join' });
  for (const [code, sentence] of [
    ['', 'Type the six digits from the screen in front.'],
    ['3141', 'That code is six digits. You typed 4 digits.'],
    ['31415x', 'That code has something other than digits. Type the six digits only.'],
    [
      '271828',
      'There is no class with the code 271828 now. Look at the code on the screen in front.',
    ],
  ] as const) {
    await field.fill(code);
    await join.click();
    await expect(field).toHaveAccessibleDescription(sentence);
    await expect(field).toHaveValue(code);
  }
  await field.fill(' 314 159 ');
  await join.click();
  await expect(heading(phone)).toHaveText(/You are in/);
  await expect(phone).toHaveURL(/\/j\/314159$/);
});

test('what a network lacks is said before joining, with what to do; who likes joins anyway', async ({
  classroom,
}) => {
  const phone = await classroom.newPhone();
  await phone.route('**/health', (route) => route.abort());
  await phone.getByLabel('The code on the screen in front').fill('314159');
  await phone.getByRole('button', { name: 'Join' }).click();
  await expect(heading(phone)).toHaveText('Something is missing');
  await expect(phone.getByRole('listitem')).toHaveText([/same Wi-Fi.*client isolation/]);
  await phone.unroute('**/health');
  // An event stream of which nothing arrives.
  await phone.route('**/events', () => {});
  await phone.getByRole('button', { name: 'Try again' }).click();
  await expect(phone.getByRole('listitem')).toHaveText([/holds an event stream back/]);
  expect(await violations(phone)).toEqual([]);
  await phone.getByRole('button', { name: 'Join anyway' }).click();
  await expect(heading(phone)).toHaveText(/You are in/);
});

test('of two tabs of one phone the newer has its place, and the older can take it back', async ({
  classroom,
}) => {
  const screen = await classroom.screen();
  const phone = await classroom.phone();
  const other = await phone.context().newPage();
  await other.goto(phone.url());
  await expect(heading(other)).toHaveText(/You are in/);
  await expect(heading(phone)).toHaveText('You went on in another tab');
  await expect(screen.getByText('1 phone is here')).toBeVisible();
  await phone.getByRole('button', { name: 'Go on here instead' }).click();
  await expect(heading(phone)).toHaveText(/You are in/);
  await expect(heading(other)).toHaveText('You went on in another tab');
});

test('the notes steer, and tell only the instructor how the vote stands', async ({ classroom }) => {
  const screen = await classroom.screen();
  const notes = await classroom.notes();
  const phone = await classroom.phone();
  await notes.getByLabel('Go to a round').selectOption({ label: '2. How many will you miss?' });
  await notes.getByRole('button', { name: 'Begin it' }).click();
  await expect(screen.getByText('Think first.')).toBeVisible();
  await notes.getByRole('button', { name: 'Open the vote' }).click();
  await phone.getByRole('radio').nth(1).check();
  await expect(notes.getByText('1 of 1 voted')).toBeVisible();
  await notes.getByRole('button', { name: 'Close the vote' }).click();
  await expect(notes.getByText('100 % were right')).toBeVisible();
  await expect(screen.getByText('100 %')).toHaveCount(0);
  await notes.getByRole('button', { name: 'Talk first' }).click();
  await expect(heading(screen)).toHaveText('Talk to your neighbour');
  await expect(phone.getByText('Talk to your neighbour')).toBeVisible();
});

test('a class that has ended is over for all; the screen keeps the report until it is closed', async ({
  classroom,
}) => {
  const screen = await classroom.screen();
  const phone = await classroom.phone();
  await vote(screen, '8. Which would you use?');
  await phone.getByRole('radio').last().check();
  await expect(phone.getByText('Your answer is in.')).toBeVisible();
  await screen.keyboard.press('PageDown');
  await expect(screen.getByText('1 answer is in')).toBeVisible();
  await screen.keyboard.press('PageDown');
  await expect(heading(phone)).toHaveText('✓ You were right');
  await screen.keyboard.press('z');
  await expect(screen.getByRole('row', { name: /Which would you use/ })).toContainText('100 %');
  for (const [name, file] of [
    ['Save report (Markdown)', /\.md$/],
    ['Save table (CSV)', /\.csv$/],
  ] as const) {
    const download = screen.waitForEvent('download');
    await press(screen, name);
    expect((await download).suggestedFilename()).toMatch(file);
  }
  await press(screen, 'End the class');
  await screen.getByRole('dialog').getByRole('button', { name: 'End the class' }).click();
  await expect(heading(screen)).toHaveText('The class is over');
  await expect(heading(phone)).toHaveText('The class is over');
  await phone.reload();
  await expect(phone.getByLabel('The code on the screen in front')).toBeVisible();
});

test('where everybody may start a class, a teacher does so on the page to join', async ({
  page,
  world,
}) => {
  await world.stop();
  await world.start({ classes: { open: true } });
  await page.goto(`${world.url}join`);
  await page.getByRole('button', { name: 'Start a class of your own' }).click();
  await expect(heading(page)).toHaveText('Join with your phone');
  await expect(page).not.toHaveURL(/key=/);
  await expect(page.getByText('Phones can’t open this address.')).toBeVisible();
});

test('where only its owner starts a class, the page to join offers nobody else one', async ({
  classroom,
  page,
}) => {
  await page.goto(`${classroom.world.url}join`);
  await expect(page.locator('start-button')).toBeAttached();
  // The page has asked before.
  const answer = await page.evaluate(async () => (await fetch('/classes')).json());
  expect(answer).toEqual({ open: false });
  await expect(page.getByText('Are you the teacher?')).toHaveCount(0);
});

test('without the key nobody steers, and a wrong one is said to be wrong', async ({
  classroom,
}) => {
  const phone = await classroom.newPhone();
  await phone.goto(`${classroom.world.url}class/314159`);
  await expect(heading(phone)).toHaveText('This screen needs its key');
  await phone.goto(`${classroom.world.url}class/314159#key=wrong`);
  await expect(phone.getByRole('status')).toContainText('That key is wrong.');
});

test('server and line gone for a moment, phone and screen say so and come back by themselves', async ({
  classroom,
}) => {
  const { world } = classroom;
  const screen = await classroom.screen();
  const phone = await classroom.phone();
  await vote(screen, '3. News!');
  await phone.getByRole('radio').first().check();
  await expect(screen.getByText('1 of 1 have voted')).toBeVisible();
  await world.stop();
  await expect(phone.getByText('Connection lost. Coming back…')).toBeVisible();
  await expect(screen.getByText('Connection lost. Coming back…')).toBeVisible();
  await classroom.start();
  await expect(phone.getByText('Connected')).toBeVisible();
  await expect(phone.getByRole('status')).toContainText('The server no longer knows this phone.');
  await expect(screen.getByRole('status')).toContainText('The server has lost steps of this class');
  await expect(screen.getByText('Connection lost')).toHaveCount(0);
  await expect(screen.getByText('1 phone is here')).toBeVisible();
});
