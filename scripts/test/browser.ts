import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../run/files.js';
import { Problem, runQuietly } from '../run/process.js';

/**
 * Finds a Chromium, Chrome or Edge for tests and measurements; installs one only if there is none.
 * @returns the path of its executable
 * @throws {Problem} if none can be had
 */
export async function ensureBrowser(): Promise<string> {
  const chosen = process.env['BROWSER_PATH'];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Problem(`BROWSER_PATH is ${chosen}, but there is no such file.`);
  }
  const browser =
    (await firstThatStarts(usualPlaces())) ?? (await fromPlaywright()) ?? (await fromDebian());
  if (browser) return browser;
  throw new Problem(
    'This needs a browser: install Chromium, Google Chrome or Microsoft Edge, or set BROWSER_PATH to the executable of one.',
  );
}

/**
 * Finds Debian's Chromium without what only a window needs: tests take half the processor time with it.
 * @returns the path of its executable, if it is installed
 */
export function findHeadlessShell(): Promise<string | undefined> {
  return firstThatStarts(onPath('chromium-headless-shell'));
}

async function firstThatStarts(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (existsSync(path) && (await starts(path))) return path;
  }
  return undefined;
}

/** Where the system would have installed one, whether or not it has. */
function usualPlaces(): string[] {
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
  return names.flatMap(onPath);
}

/** Where a command would be. */
function onPath(name: string): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name));
}

/**
 * On Linux a browser may be installed and yet not run: Ubuntu's chromium-browser without its snap,
 * Playwright's own without the system's libraries.
 */
async function starts(path: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  return (await runQuietly(path, ['--version'], { timeout: 20_000 })).ok;
}

async function fromPlaywright(): Promise<string | undefined> {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  if (!existsSync(path)) {
    console.log("No browser found: installing Playwright's Chromium…");
    const cli = join(root, 'node_modules/playwright/cli.js');
    await runQuietly(process.execPath, [cli, 'install', '--no-shell', 'chromium']);
  }
  return existsSync(path) && (await starts(path)) ? path : undefined;
}

async function fromDebian(): Promise<string | undefined> {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return undefined;
  console.log('Installing the chromium package…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update'], { env });
  // Without any font Chromium draws no text.
  const packages = ['chromium', 'fonts-dejavu-core'];
  await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  return firstThatStarts(usualPlaces());
}
