// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './files.js';
import { Problem, runQuietly } from './process.js';

/**
 * Installs what package-lock.json asks for, unless it is there already.
 * @throws {Problem} if npm can't
 */
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
 * Runs npm in the project's folder and collects its output.
 * @param {string[]} args
 */
export function npm(args) {
  // Within `npm start` npm says where it is, so that Windows needs no shell to find it.
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
 * Whether it is another system's binary. (Finding out this one's C library isn't worth the effort.)
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
 * Picks the line of npm's error report that says what went wrong.
 * @param {string} output
 */
function npmReason(output) {
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!)/i, '').trim());
  return (
    lines.find((line) => line && !/^(code|errno|syscall|path) /.test(line)) ?? 'npm ci failed.'
  );
}
