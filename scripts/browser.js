// @ts-check
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Problem, root, runQuietly } from './run.js';

/**
 * A Chromium, Chrome or Edge for the end-to-end tests; installs one only where none is found.
 * @returns {Promise<string>} path of its executable
 */
export async function ensureBrowser() {
  const chosen = process.env['BROWSER_PATH'];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Problem(`BROWSER_PATH is ${chosen}, but there is no such file.`);
  }
  const browser = (await installed()) ?? (await fromPlaywright()) ?? (await fromDebian());
  if (browser) return browser;
  throw new Problem(
    'The end-to-end tests need a browser: install Chromium, Google Chrome or Microsoft Edge, or set BROWSER_PATH to the executable of one.',
  );
}

async function installed() {
  for (const path of usualPlaces()) {
    if (existsSync(path) && (await starts(path))) return path;
  }
  return undefined;
}

/** @returns {string[]} */
function usualPlaces() {
  const { env, platform } = process;
  if (platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    const names = [
      'Chromium/Application/chrome.exe',
      'Google/Chrome/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ];
    return names.flatMap((name) => roots.flatMap((root) => (root ? [join(root, name)] : [])));
  }
  if (platform === 'darwin') {
    const names = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
    return names.flatMap((name) =>
      ['/', homedir()].map((root) => join(root, `Applications/${name}.app/Contents/MacOS/${name}`)),
    );
  }
  const names = [
    'chromium',
    'google-chrome',
    'google-chrome-stable',
    'chromium-browser',
    'microsoft-edge',
    'microsoft-edge-stable',
  ];
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * On Linux a browser may be there and yet not run: Ubuntu's chromium-browser without its snap,
 * Playwright's own without the system's libraries.
 * @param {string} path
 */
async function starts(path) {
  if (process.platform !== 'linux') return true;
  return (await runQuietly(path, ['--version'], { timeout: 20_000 })).ok;
}

async function fromPlaywright() {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  if (!existsSync(path)) {
    console.log("No browser found: installing Playwright's Chromium…");
    const cli = join(root, 'node_modules/playwright/cli.js');
    await runQuietly(process.execPath, [cli, 'install', '--no-shell', 'chromium']);
  }
  return existsSync(path) && (await starts(path)) ? path : undefined;
}

async function fromDebian() {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return undefined;
  console.log('Installing the chromium package…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update'], { env });
  // Without any font Chromium draws no text.
  const packages = ['chromium', 'fonts-dejavu-core'];
  await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  return installed();
}
