// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ensureBuild } from './build.js';
import { root } from './run.js';
import { ensureBrowser, ensureDependencies } from './setup.js';

/**
 * Starts the built server and a browser for a measurement, and ends both after it.
 * @param {string[]} args of the server
 * @param {(browser: import('playwright').Browser, url: string) => Promise<void>} measure
 */
export async function withPage(args, measure) {
  await ensureDependencies();
  await ensureBuild();
  const executablePath = await ensureBrowser();
  const { chromium } = await import('playwright');
  const server = spawn(process.execPath, ['dist/server/main.js', '--port', '0', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [hello] = await once(server.stdout, 'data');
    const [url = ''] = /http:\S+/.exec(String(hello)) ?? [];
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-background-networking'],
    });
    try {
      await measure(browser, url);
    } finally {
      await browser.close();
    }
  } finally {
    server.kill();
  }
}
