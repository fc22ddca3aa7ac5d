// @ts-check
// `npm run screenshot`: the README's picture, of the real page.
import './node-version.js';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withPage } from './page-run.js';
import { root, script } from './run.js';

await script(async () => {
  await withPage(['--seed', '5'], async (browser, url) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(url);
    await page.locator('http-ticker .state', { hasText: /for ([5-9]|\d\d)\.\d s/ }).waitFor();
    mkdirSync(join(root, '.github'), { recursive: true });
    await page.screenshot({ path: join(root, '.github/screenshot.png') });
  });
});
