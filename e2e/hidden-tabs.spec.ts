/** Tabs that nobody looks at, and the six connections that a browser's tabs share. */
import type { Page } from 'playwright/test';
import { expect, hide, left, money, open, right, score, test } from './world.ts';

/** Hides the page or shows it again for so many ms of its clock. */
async function hideFor(page: Page, hidden: boolean, ms: number): Promise<void> {
  await hide(page, hidden);
  await page.clock.fastForward(ms);
}

for (const way of ['sse', 'long-poll']) {
  test(`six hidden tabs (${way}) keep no connection from the seventh`, async ({
    page,
    context,
    world,
  }) => {
    // Seven pages are opened.
    test.slow();
    const others = await Promise.all(Array.from({ length: 6 }, () => context.newPage()));
    for (const other of others) {
      await other.clock.install();
      await open(other, `${world.url}?left=${way}`);
      await hideFor(other, true, 6_000);
    }
    await open(page, `${world.url}?left=${way}`);
    await expect(page.locator('http-ticker .note')).toContainText('open in 7 tabs');
  });

  test(`a hidden tab (${way}) lets its line go, and goes on when it is seen again`, async ({
    page,
    world,
  }) => {
    await page.clock.install();
    const closed: string[] = [];
    page.on('requestfailed', (request) => closed.push(new URL(request.url()).pathname));
    await open(page, `${world.url}?left=${way}`);
    // A glance at another tab changes nothing.
    await hideFor(page, true, 1_000);
    await hideFor(page, false, 6_000);
    expect(closed).toEqual([]);
    await hideFor(page, true, 6_000);
    await expect.poll(() => closed).toEqual([way === 'sse' ? '/events' : '/price']);
    await expect(page.locator('http-ticker .note')).toContainText(
      'This tab was hidden, so the page closed its connection.',
    );
    for (let i = 0; i < 3; i++) world.feed.step();
    await expect(right(page)).toHaveText(money(world.feed.latest('ACME').price));
    const before = await left(page).textContent();
    expect(before).not.toBe(money(world.feed.latest('ACME').price));
    await hide(page, false);
    await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
    await expect(page.locator('http-ticker .note')).not.toContainText('hidden');
    await world.steps(page, 1);
    await expect(left(page)).toHaveText(money(world.feed.latest('ACME').price));
    await expect(score(page, 'Prices you didn’t see').left).toHaveText(
      way === 'sse' ? /: 0 2 recovered$/ : /: 0$/,
    );
    await expect(score(page, 'Asked').left).toHaveText(way === 'sse' ? /: 2$/ : /: [45]$/);
  });
}
