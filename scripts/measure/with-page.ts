import type { Browser } from 'playwright';
import { ensureBuild } from '../run/ensure-build.js';
import { ensureBrowser } from '../test/browser.ts';
import { Subprocess } from './subprocess.ts';

/**
 * Starts the built server for a measurement, and ends it after it.
 * @param options of the server
 */
export async function withServer(
  options: string[],
  measure: (url: string) => Promise<void>,
): Promise<void> {
  await ensureBuild();
  const command = [process.execPath, 'dist/server/main.js', '--port', '0', ...options];
  const server = new Subprocess(command);
  try {
    const { origin } = await server.address();
    await measure(origin);
  } finally {
    await server.kill();
  }
}

/**
 * Starts the built server and a browser for a measurement, and ends both after it.
 * @param options of the server
 */
export async function withPage(
  options: string[],
  measure: (browser: Browser, url: string) => Promise<void>,
): Promise<void> {
  const executablePath = await ensureBrowser();
  // Imported late: it takes a while, and a wrong option is to be answered at once.
  const { chromium } = await import('playwright');
  await withServer(options, async (url) => {
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-background-networking'],
    });
    try {
      await measure(browser, url);
    } finally {
      await browser.close();
    }
  });
}
