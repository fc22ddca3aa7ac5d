// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem, root, runQuietly } from './run.js';

export { ensureBrowser } from './browser.js';

/** Installs what package-lock.json asks for, unless it is there already. */
export async function ensureDependencies() {
  if (isInstalled()) return;
  console.log('Installing dependencies…');
  // Scripts of packages never run; the build needs the development ones whatever NODE_ENV says.
  const { ok, output } = await npm([
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  if (!ok) throw new Problem(`Could not install the dependencies: ${npmReason(output)}`);
}

/**
 * Runs npm in the project's folder and keeps what it says.
 * @param {string[]} args
 */
export function npm(args) {
  // Inside `npm start` npm tells where it is, which spares Windows a shell.
  const cli = process.env['npm_execpath'];
  if (cli?.endsWith('npm-cli.js')) return runQuietly(process.execPath, [cli, ...args]);
  return runQuietly('npm', args, { shell: process.platform === 'win32' });
}

/**
 * @typedef {object} Package
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

function isInstalled() {
  const installed = packagesIn('node_modules/.package-lock.json');
  return Object.entries(packagesIn('package-lock.json')).every(([folder, wanted]) => {
    if (folder === '') return true;
    const found = installed[folder];
    return found ? found.version === wanted.version : isForOthers(wanted);
  });
}

/**
 * Whether it is another system's binary. (Which C library this one has is not worth finding out.)
 * @param {Package} wanted
 */
function isForOthers({ optional, os, cpu, libc }) {
  const fits = os?.includes(process.platform) && cpu?.includes(process.arch) && !libc;
  return optional && !fits;
}

/**
 * @param {string} lockfile
 * @returns {Record<string, Package>} by folder
 */
function packagesIn(lockfile) {
  try {
    return JSON.parse(readFileSync(join(root, lockfile), 'utf8')).packages;
  } catch {
    return {};
  }
}

/**
 * The sentence in npm's error report that a person can use.
 * @param {string} output
 */
function npmReason(output) {
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!)/i, '').trim());
  return (
    lines.find((line) => line && !/^(code|errno|syscall|path) /.test(line)) ?? 'npm ci failed.'
  );
}
