import { expect, open, test } from './world.ts';

test('the lesson leads through the page, can be left, and is taken up again', async ({
  page,
  world,
}) => {
  await open(page, world.url);
  await page.getByRole('navigation').getByRole('link', { name: 'Take the lesson' }).click();
  const lesson = page.getByRole('region', { name: 'Lesson' });
  await expect(lesson).toContainText('Step 1 of 8');
  const seen: string[] = [];
  for (let step = 2; step <= 8; step++) {
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(lesson).toContainText(`Step ${step} of 8`);
    await expect(lesson.getByRole('heading')).toBeFocused();
    await expect(page).toHaveURL(new RegExp(`step=${step}`));
    const id = await page.locator('.groups details[open]').getAttribute('id');
    await expect(page.locator(`#${id} > :nth-child(n + 2)`).last()).toBeInViewport();
    seen.push(id ?? '');
  }
  expect(seen).toEqual(['uses', 'duplex', 'handshake', 'messages', 'duplex', 'bytes', 'secure']);
  await page.getByRole('button', { name: 'Back' }).click();
  await lesson.getByText('Ask and wait').click();
  await expect(page).toHaveURL(/left=long-poll/);
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(lesson).toBeHidden();
  await page.getByRole('navigation').getByRole('link', { name: 'Take the lesson' }).click();
  await expect(lesson).toContainText('Step 7 of 8');
});

test('what would you use: nine choices, each with its reason', async ({ page, world }) => {
  await open(page, world.url);
  await page.locator('summary').getByText('Quiz: which would you use?').click();
  const quiz = page.locator('use-quiz');
  await expect(quiz.getByRole('heading', { level: 4 })).toHaveCount(9);
  for (const row of await quiz.locator('choice-row').all()) {
    await row.getByText('WebSocket', { exact: true }).click();
  }
  await expect(quiz).toContainText('9 of 9 answered');
});
