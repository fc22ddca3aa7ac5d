/** A test's own world with TLS, for what browsers do over nothing else. */
import type { Page } from 'playwright/test';
import { secureContext, selfSigned } from '../src/server/tls/certificate.ts';
import { test as base, type World } from './world.ts';

export const test = base.extend<{ secure: World }>({
  secure: async ({ world }, use, testInfo) => {
    await world.stop();
    const names = ['localhost', '127.0.0.1'];
    await world.start({
      secureContext: secureContext(await selfSigned(testInfo.outputPath('tls'), names)),
    });
    await use(world);
  },
});

export const addressOf = ({ port }: World, query = '') => `https://127.0.0.1:${port}/${query}`;

/** Where the version of HTTP is chosen. */
export const panel = (page: Page) => page.locator('http2-choice');

export async function openPanel(page: Page): Promise<void> {
  if (!(await panel(page).isVisible())) await page.locator('details#network > summary').click();
}

export async function choose(page: Page, version: string): Promise<void> {
  await openPanel(page);
  await panel(page).getByText(version, { exact: true }).click();
}
