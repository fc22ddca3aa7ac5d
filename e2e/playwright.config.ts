import { defineConfig } from 'playwright/test';

// The tests' own set-up finds or installs a browser and names it here; without it Playwright's own is used.
const executablePath = process.env['BROWSER_PATH'];

export default defineConfig({
  testDir: '.',
  forbidOnly: Boolean(process.env['CI']),
  fullyParallel: true,
  workers: 2,
  // For machines that are busy with other things, too.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env['CI'] ? 'list' : 'line',
  outputDir: '../test-results',
  use: {
    viewport: { width: 1280, height: 720 },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // A browser of the system may run as root in a container, and shall not call home.
      args: ['--no-sandbox', '--disable-background-networking'],
    },
  },
});
