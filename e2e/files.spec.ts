/** The messages, taken along as files. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { readHar } from '../src/server/capture/exports/testing/har-schema.ts';
import { readPackets, tsharkIsMissing } from '../src/server/testing/tshark.ts';
import { expect, open, test, type World } from './world.ts';

/** Opens the messages, and lets some be sent. @returns the texts of the list */
async function someMessages(page: Page, world: World): Promise<string[]> {
  await open(page, `${world.url}?diagram=1&rtt=0`);
  await world.steps(page, 3);
  await page.getByRole('button', { name: 'Get price' }).click();
  const rows = page.locator('message-list').getByRole('button');
  await expect(rows).toHaveCount(10);
  return rows.allInnerTexts();
}

async function download(page: Page, name: string): Promise<{ path: string; name: string }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).click(),
  ]);
  await expect(page.locator('message-files')).toContainText(
    `Downloaded ${file.suggestedFilename()}`,
  );
  return { path: await file.path(), name: file.suggestedFilename() };
}

test('Wireshark finds in the file every message of the list, and no other', async ({
  page,
  world,
}) => {
  test.skip(tsharkIsMissing !== false, String(tsharkIsMissing));
  const listed = await someMessages(page, world);
  const { path, name } = await download(page, 'Download .pcapng');
  const packets = readPackets(path, [
    'ip.src',
    'http.request.method',
    'http.response.code',
    'websocket.payload.text',
    'tcp.len',
  ]);
  expect(name).toBe(`ask-or-be-told-up-to-message-${packets.length}.pcapng`);
  // The page asks time and again whether the WebSocket is still alive; the list leaves that out.
  const seen = packets.filter(([, , , text]) => !/"type":"p[io]ng"/.test(text ?? ''));
  const words = seen.map(([source, method, status, text, length]) => {
    const [, price] = /"price":([\d.]+)/.exec(text ?? '') ?? [];
    return [
      source === '192.0.2.1' ? '→' : '←',
      method || status || `$${Number(price).toFixed(2)}`,
      `${length} B`,
    ];
  });
  expect(words).toHaveLength(listed.length);
  for (const [i, parts] of words.entries()) {
    for (const part of parts) expect(listed[i]).toContain(part);
  }
});

test('the .har has the questions, the handshake and every price', async ({ page, world }) => {
  await someMessages(page, world);
  const { path } = await download(page, 'Download .har');
  const { entries } = readHar(await readFile(path, 'utf8'));
  const kinds = entries.map(({ _resourceType }) => _resourceType);
  expect(kinds.toSorted()).toEqual(['fetch', 'fetch', 'websocket']);
  const told = entries.find(({ _resourceType }) => _resourceType === 'websocket');
  const seqs = told?._webSocketMessages?.map(({ data }) => JSON.parse(data).seq);
  expect(seqs?.filter(Boolean)).toEqual([1, 2, 3, 4]);
});

test('the copied command gets the same file', async ({ page, world, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await someMessages(page, world);
  await page.getByRole('button', { name: 'Copy as a curl command' }).click();
  await expect(page.locator('message-files')).toContainText('Copied.');
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const [, header = '', address = ''] = /^curl -OJ -H "(.*)" "(.*)"$/.exec(command) ?? [];
  const [name = '', value = ''] = header.split(': ');
  const answer = await fetch(address, { headers: { [name]: value } });
  expect(answer.headers.get('content-disposition')).toMatch(/up-to-message-\d+\.pcapng/);
  expect(Buffer.from(await answer.arrayBuffer()).readUInt32LE(0)).toBe(0x0a0d0d0a);
});

test('where nothing can be copied the command is shown', async ({ page, world }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined });
  });
  await someMessages(page, world);
  await page.getByRole('button', { name: 'Copy as a curl command' }).click();
  await expect(page.locator('message-files pre')).toHaveText(
    /^curl -OJ -H "Authorization: Bearer /,
  );
});

test('without the server there is no file, and the page says so', async ({ page, world }) => {
  await someMessages(page, world);
  await world.stop();
  await page.getByRole('button', { name: 'Download .har' }).click();
  await expect(page.locator('message-files')).toContainText('it can’t be reached now');
});
