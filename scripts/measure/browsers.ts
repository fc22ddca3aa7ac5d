/** A browser as a measurement needs it: windows, and what is run in them. */
import { ensureBrowser } from '../test/browser.ts';

/** Runs in a page by itself: it can use nothing from around it. */
export type Script<Result> = () => Result;

export interface Tab {
  run<Result>(script: Script<Result>): Promise<Result>;
}

export interface OpenBrowser {
  /** With its version. */
  name: string;
  /** Opens a page that shares no connection and no cookie with others. */
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
}

/** Chromium, with every certificate accepted. */
export async function openChromium(): Promise<OpenBrowser> {
  const executablePath = await ensureBrowser();
  // Imported late: it takes a while, and a wrong option is to be answered at once.
  const { chromium } = await import('playwright');
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  return {
    name: `Chromium ${browser.version()}`,
    async open(url) {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const page = await context.newPage();
      await page.goto(url);
      return { run: (script) => page.evaluate(script) };
    },
    close: () => browser.close(),
  };
}
