/** The visitor's own terminal on the page's line, and whatever is sent over its WebSocket. */
import type { Page } from 'playwright/test';
import { WebSocket } from 'ws';
import { expect, open, right, score, test } from './world.ts';

const openExhibit = async (page: Page) => {
  await page.locator('#terminal summary').click();
  await expect(page.locator('frame-box')).toHaveJSProperty('hasUpdated', true);
};

/** The address in the command with this title. */
async function addressIn(page: Page, what: string): Promise<string> {
  const item = page.locator('terminal-exhibit li').filter({ hasText: what });
  const [, address = ''] = /"(.*)"/.exec(await item.locator('pre').innerText()) ?? [];
  return address;
}

test('what is done in a terminal is seen among the messages and counted apart', async ({
  page,
  world,
}) => {
  await open(page, `${world.url}?diagram=1`);
  await openExhibit(page);
  await expect(page.locator('terminal-exhibit')).toContainText('has moved nothing yet');
  await page.getByText('All the numbers').click();
  const connections = score(page, 'Connections');
  await expect(connections.right).toHaveClass('ws');

  await (await fetch(await addressIn(page, 'Ask once'))).text();
  const socket = new WebSocket(await addressIn(page, 'WebSocket, with npx'));
  await new Promise((told) => socket.once('message', told));

  const rows = page.locator('message-list li.terminal');
  await expect(rows).toHaveCount(5);
  await expect(rows.first()).toContainText('GET /price');
  await expect(rows.nth(2)).toContainText('Upgrade: websocket');
  await expect(page.locator('message-diagram .sides .terminal')).toHaveText('Your terminal');
  await expect(connections.right).toHaveText('Your terminal 2 2 open now');
  await expect(page.locator('terminal-exhibit')).toContainText('TCP connections: 2');
  socket.close();
});

test('a frame of the visitor’s own, and the server’s answer', async ({ page, world }) => {
  await open(page, world.url);
  await openExhibit(page);
  const box = page.locator('frame-box');
  const frames = box.locator('message-xray');
  await box.getByLabel('Any text').fill('not <b>JSON</b>');
  await box.getByRole('button', { name: 'Send' }).click();
  await expect(frames).toHaveCount(2);
  await expect(frames.first()).toContainText('not <b>JSON</b>');
  await expect(frames.last()).toContainText('That message is not JSON.');
  await box.getByRole('button', { name: 'Ping' }).click();
  await expect(frames.last()).toContainText('{"type":"pong","id":1000001');
});

test('a close with a code, after which the page connects again', async ({ page, world }) => {
  await open(page, world.url);
  await openExhibit(page);
  const box = page.locator('frame-box');
  await box.getByLabel('Close code').fill('1001');
  await box.getByRole('button', { name: 'Close' }).click();
  await expect(box).toContainText('A page may close with 1000, or with 3000 to 4999.');
  await box.getByLabel('Close code').fill('4321');
  await box.getByLabel('Reason').fill('see you');
  await box.getByRole('button', { name: 'Close' }).click();
  const frames = box.locator('message-xray');
  await expect(frames).toHaveCount(2);
  await expect(frames.first()).toContainText('Close code 4321, reason: see you.');
  await expect(page.locator('websocket-ticker')).toContainText('Connected. Just watch.');
  await world.steps(page, 1);
  await expect(right(page)).toHaveText(/^\$/);
});
