/** The TLS keys that the page gives out, tried on what its own browser has sent. */
import { readFile, writeFile } from 'node:fs/promises';
import { tappedLink } from '../src/server/testing/tapped-link.ts';
import { readPackets, tsharkIsMissing } from '../src/server/testing/tshark.ts';
import { test } from './secure-world.ts';
import { expect, open } from './world.ts';

test.use({ ignoreHTTPSErrors: true });

test('tshark decrypts with them what this page has asked and been told', async ({
  page,
  secure,
}, testInfo) => {
  test.skip(tsharkIsMissing !== false, String(tsharkIsMissing));
  const wire = await tappedLink(secure.port);
  await open(page, `https://127.0.0.1:${wire.port}/?diagram=1&rtt=0`);
  await secure.steps(page, 3);
  await page.getByRole('button', { name: 'Get price' }).click();
  const rows = page.locator('message-list').getByRole('button');
  await expect(rows).toHaveCount(10);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download TLS keys' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('ask-or-be-told.keys');
  await expect(page.locator('message-files')).toContainText('Downloaded ask-or-be-told.keys.');

  const [capture, keys] = [testInfo.outputPath('wire.pcapng'), await download.path()];
  await writeFile(capture, wire.heard());
  wire.close();
  expect(await readFile(keys, 'utf8')).not.toContain('Withheld');
  const packets = readPackets(
    capture,
    ['http.request.method', 'http.request.uri', 'websocket.payload.text'],
    ['-d', 'tcp.port==80,tls', '-o', `tls.keylog_file:${keys}`],
  );
  const asked = packets.filter(([, target]) => target?.startsWith('/price?'));
  expect(asked).toHaveLength(2);
  const seqs = packets.flatMap(
    ([, , text]) => /"type":"tick".*"seq":(\d+)/.exec(text ?? '')?.[1] ?? [],
  );
  expect(seqs).toEqual(['1', '2', '3', '4']);
  // The instruments have a connection of their own, whose keys are nobody's.
  expect(packets.flat().join()).not.toContain('truth');
});

test('without TLS there is nothing to decrypt, and no such button', async ({ page, world }) => {
  await open(page, `${world.url}?diagram=1&rtt=0`);
  await expect(page.getByRole('button', { name: 'Download .har' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Download TLS keys' })).toHaveCount(0);
});
