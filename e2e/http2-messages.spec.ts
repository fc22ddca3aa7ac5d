/** The frames of HTTP/2 on the page: listed, drawn, opened, taken along. */
import type { Page } from 'playwright/test';
import { FRAME_NAMES } from '../src/protocol/http2-frame.ts';
import { readPackets, tsharkIsMissing } from '../src/server/testing/tshark.ts';
import { violations } from './axe.ts';
import { addressOf, choose, test } from './secure-world.ts';
import { expect, open, type World } from './world.ts';

test.use({ ignoreHTTPSErrors: true });

const rows = (page: Page) => page.locator('message-list').getByRole('button');

const asked = (page: Page) => page.locator('message-list li.http').getByRole('button');

const told = (page: Page) => page.locator('message-list li.ws').getByRole('button');

/** Opens the page with its messages, goes over to HTTP/2, and lets some be sent. */
async function someFrames(page: Page, world: World): Promise<void> {
  await open(page, addressOf(world, '?rtt=0&diagram=1'));
  await expect(rows(page).first()).toBeVisible();
  await choose(page, 'HTTP/2');
  await expect(rows(page).filter({ hasText: 'HTTP/2 begins' })).toHaveCount(1);
  await expect(told(page).filter({ hasText: /DATA #\d+ \$/ })).toHaveCount(1);
  await world.steps(page, 2);
  await page.getByRole('button', { name: 'Get price' }).click();
  await expect(asked(page).filter({ hasText: /HEADERS #\d+ GET \/price/ })).toHaveCount(3);
}

const xray = (page: Page) => page.locator('message-diagram message-xray');

test('the list has each frame with its stream, and those of the connection are shared', async ({
  page,
  secure,
}) => {
  await someFrames(page, secure);
  const shared = page.locator('message-list li.shared').getByRole('button');
  await expect(shared.filter({ hasText: /SETTINGS(?! ack)/ })).toHaveCount(2);
  await expect(shared.filter({ hasText: 'SETTINGS ack' })).toHaveCount(2);
  await expect(told(page).filter({ hasText: /HEADERS #\d+ CONNECT \/stream/ })).toHaveCount(1);
  await expect(told(page).filter({ hasText: /DATA #\d+ \$/ })).toHaveCount(3);
  await expect(asked(page).filter({ hasText: /DATA #\d+ end of stream/ })).toHaveCount(3);
  await expect(page.locator('message-diagram .sides')).toHaveText(/Ask\s*Be told\s*Shared/);
});

test('a question is opened with its headers and what each of them cost', async ({
  page,
  secure,
}) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await someFrames(page, secure);
  await asked(page)
    .filter({ hasText: /HEADERS #\d+ GET/ })
    .last()
    .click();
  const method = xray(page).getByRole('row', { name: ':method: GET' });
  await expect(method).toContainText('its number in the table');
  await expect(method.getByRole('cell').last()).toHaveText('1');
  await expect(xray(page)).toContainText('HPACK');
  expect(await violations(page)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});

test('a price that was told is opened down to the WebSocket’s bits', async ({ page, secure }) => {
  await someFrames(page, secure);
  await page
    .locator('message-list li.ws')
    .getByRole('button')
    .filter({ hasText: /DATA #\d+ \$/ })
    .last()
    .click();
  await expect(xray(page).getByRole('row', { name: 'Type' })).toContainText('DATA');
  await expect(xray(page)).toContainText('Inside: a WebSocket frame');
  await expect(xray(page).getByRole('row', { name: 'Opcode' })).toContainText('1: text');
  await expect(xray(page)).toContainText(`"price":${secure.feed.latest('ACME').price}`);
});

test('the handshake, a note and a frame of one’s own are shown over HTTP/2, too', async ({
  page,
  secure,
}) => {
  await open(page, addressOf(secure, '?http=2&rtt=0'));
  await page.locator('#handshake summary').first().click();
  const handshake = page.locator('handshake-exhibit');
  await expect(handshake).toContainText(':protocol: websocket');
  await expect(handshake).toContainText(':status: 200');
  await expect(handshake).toContainText('the same stream of the HTTP/2 connection, open now');

  await page.locator('#duplex summary').click();
  await page.getByRole('button', { name: 'Send over both' }).click();
  const note = page.locator('duplex-exhibit tbody');
  await expect(note).toContainText(/B sent, \d+ B received, on a stream of its own/);
  await expect(note).toContainText('arrived on the same connection');

  await page.locator('#terminal summary').click();
  const box = page.locator('frame-box');
  await box.getByRole('button', { name: 'Ping' }).click();
  await expect(box.locator('message-xray')).toHaveCount(2);
  await expect(box.locator('message-xray').last()).toContainText('"type":"pong"');
});

test('Wireshark finds in the file each frame of the list, with its type, stream and length', async ({
  page,
  secure,
}) => {
  test.skip(tsharkIsMissing !== false, String(tsharkIsMissing));
  await someFrames(page, secure);
  await page.getByRole('checkbox', { name: 'Heartbeats' }).check();
  await expect(rows(page).filter({ hasText: /DATA #\d+ end of stream/ })).toHaveCount(3);
  const frames = (await rows(page).allInnerTexts()).flatMap((text) => {
    const [, type, stream = '0'] = /\n([A-Z_]+)(?: #(\d+))?.*\n\d+ B,/.exec(text) ?? [];
    const [, size] = /(\d+) B,/.exec(text) ?? [];
    return type && Object.values(FRAME_NAMES).includes(type) ? `${type} ${stream} ${size}` : [];
  });
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download .pcapng' }).click(),
  ]);
  const fields = ['http2.type', 'http2.streamid', 'tcp.len'];
  const packets = readPackets(await file.path(), fields).flatMap(([type, stream, size]) =>
    type ? `${FRAME_NAMES[Number(type)]} ${stream} ${size}` : [],
  );
  expect(frames.length).toBeGreaterThan(20);
  // A heartbeat may have come after the list was read.
  expect(packets.slice(0, frames.length)).toEqual(frames);
});
