/** https:// and wss:// in a real browser, the bytes beside an independent proxy's. */
import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright/test';
import { secureContext, selfSigned } from '../src/server/tls/certificate.ts';
import { RecordingProxy } from './proxy.ts';
import { test as base, expect, open, right, score } from './world.ts';

const explanation = new URL('../dist/page/before-https.html', import.meta.url);

const test = base.extend<{ recording: RecordingProxy; host: string }>({
  recording: async ({ world }, use, testInfo) => {
    await world.stop();
    await world.start({
      secureContext: secureContext(
        await selfSigned(testInfo.outputPath('tls'), ['localhost', '127.0.0.1']),
      ),
      explanation: await readFile(explanation, 'utf8'),
    });
    const proxy = new RecordingProxy(world.port);
    await use(proxy);
    proxy.stop();
  },
  host: async ({ recording }, use) => use(`127.0.0.1:${await recording.start()}`),
});

test.use({ ignoreHTTPSErrors: true });

const bytesOf = async (shown: Locator) => Number(await shown.locator('data').getAttribute('value'));

test('wss://: every byte shown is one that an independent proxy counted, encryption and all', async ({
  page,
  world,
  recording: proxy,
  host,
}) => {
  await open(page, `https://${host}/#bytes`);
  const told = score(page, 'Bytes').right;
  const asked = score(page, 'Bytes').left;
  const totals = () => proxy.connections.map(({ bytes }) => bytes);
  // The WebSocket has a connection of its own.
  await expect.poll(async () => totals().includes(await bytesOf(told))).toBe(true);

  // The questions share theirs with what the page has loaded, so only its growth is theirs.
  const before = { shown: await bytesOf(asked), totals: totals() };
  for (let n = 2; n <= 4; n++) {
    await world.steps(page, 3);
    await page.getByRole('button', { name: 'Get price' }).click();
    await expect(score(page, 'Asked').left).toHaveText(new RegExp(`: ${n}$`));
  }
  await expect
    .poll(async () => {
      const grown = (await bytesOf(asked)) - before.shown;
      const growths = totals().map((total, i) => total - (before.totals[i] ?? 0));
      return grown > 1_000 && growths.includes(grown);
    })
    .toBe(true);
  await expect.poll(async () => totals().includes(await bytesOf(told))).toBe(true);
});

test('the page says what encryption adds and what an eavesdropper gets', async ({
  page,
  host,
  recording: _,
}) => {
  await open(page, `https://${host}/`);
  await page.locator('details#secure > summary').click();
  const exhibit = page.locator('secure-exhibit');
  await expect(exhibit).toContainText('so its WebSocket is wss://');
  await expect(exhibit).toContainText(/in this run \d+ of \d+ bytes .* where it is told/);
  await page.locator('details#bytes > summary').click();
  const row = page.locator('byte-breakdown tr', { hasText: 'Encryption' });
  await expect(row.locator('td').nth(1)).toHaveText(/^[1-9][\d,]* B$/);
});

test('whoever comes with http:// is told of the warning first', async ({
  page,
  host,
  recording: _,
}) => {
  await page.goto(`http://${host}/?rtt=300`);
  await expect(page.getByRole('heading')).toHaveText('Before your browser warns you');
  await page.getByRole('link').click();
  await expect(right(page)).toHaveText(/^\$/);
  expect(page.url()).toContain(`https://${host}/?rtt=300`);
});
