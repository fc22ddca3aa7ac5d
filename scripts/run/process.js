// @ts-check
import { spawn } from 'node:child_process';
import { root } from './files.js';

/** Something the person at the terminal can put right; the message is one sentence for them. */
export class Problem extends Error {
  exitCode = 1;
}

/** A command line that isn't understood; the message says what is allowed. */
export class UsageError extends Problem {
  /** @override */
  exitCode = 2;
}

/**
 * Runs a script's steps. When one fails, ends the process with the exit code of the Problem and one
 * line, or for a bug with code 1 and the stack.
 * @param {() => Promise<void>} steps
 */
export async function script(steps) {
  try {
    await steps();
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    process.exit(error instanceof Problem ? error.exitCode : 1);
  }
}

/**
 * Runs node in the project's folder, on the same terminal.
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
 * Runs a command in the project's folder and collects its output.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} stdout and stderr as they came
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
