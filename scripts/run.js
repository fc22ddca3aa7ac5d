// @ts-check
import { spawn } from 'node:child_process';
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** What went wrong, in one sentence for the person at the terminal. */
export class Problem extends Error {}

/**
 * Ends the process when a step fails: with one line for a Problem, with the stack for a bug.
 * @param {() => Promise<void>} steps
 */
export async function script(steps) {
  try {
    await steps();
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    process.exit(1);
  }
}

/**
 * Whether node was started with this module.
 * @param {string} url the module's import.meta.url
 */
export function isMain(url) {
  // Node resolves symbolic links in the one and not in the other.
  return realpathSync(process.argv[1] ?? root) === fileURLToPath(url);
}

/**
 * @param {string} path of a file or folder, from the project's folder
 * @returns {string[]} every file in it, in an order that is the same everywhere
 */
export function filesIn(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => filesIn(`${path}/${name}`));
}

/**
 * Runs node in the project's folder and shows what it says.
 * @param {string[]} args
 * @param {Record<string, string>} [env] added to the environment
 * @returns {Promise<number>} its exit code
 */
export function runNode(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a command in the project's folder and keeps what it says.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function runQuietly(command, args, options) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, {
      ...options,
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.once('error', ({ message }) => resolve({ ok: false, output: message }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}
