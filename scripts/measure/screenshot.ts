/** `npm run screenshot`: the README's picture, of the real page. */
import { join } from 'node:path';
import { root } from '../run/files.js';
import { readOptions } from '../run/options.ts';
import { withPage } from './with-page.ts';

export async function main(args: string[]): Promise<void> {
  readOptions(
    { command: 'npm run screenshot', about: "Makes the README's picture of the page anew." },
    args,
  );
  await withPage(['--seed', '5'], async (browser, url) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(url);
    await page.locator('http-ticker .state', { hasText: /for ([5-9]|\d\d)\.\d s/ }).waitFor();
    await page.screenshot({ path: join(root, '.github/screenshot.png') });
  });
}
