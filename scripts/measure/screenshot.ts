/** `npm run screenshot`: the README's picture, of a recorded run as the page replays it. */
import { join } from 'node:path';
import { runFile } from '../build/recorded.ts';
import { root } from '../run/files.js';
import { readOptions } from '../run/options.ts';
import { withPage } from './with-page.ts';

export async function main(args: string[]): Promise<void> {
  readOptions(
    {
      command: 'npm run screenshot',
      about: "Makes the README's picture anew from a recorded run.",
    },
    args,
  );
  await withPage([], async (browser, url) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(url);
    await page.locator('#report > summary').click();
    await page.locator('run-file input').setInputFiles(runFile('press'));
    // It opens at its end, where nobody has asked for some time.
    const stale = page.locator('replay-side.http .state', { hasText: /for ([5-9]|\d\d)\.\d s/ });
    await stale.waitFor();
    // No control has the focus.
    await stale.click();
    await page.screenshot({ path: join(root, '.github/screenshot.png') });
  });
}
