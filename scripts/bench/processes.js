// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Problem, root } from '../run.js';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * Runs a server and a client for it, each in its own process, and ends both after the measurement.
 * @template T
 * @param {string[]} command of the server
 * @param {string} client file name of the client
 * @param {(server: ChildProcess, client: ChildProcess, port: number) => Promise<T>} measure
 */
export async function withProcesses([program = '', ...args], client, measure) {
  const started = start(program, args);
  try {
    const [hello] = await orEnd(started, 'data', started.stdout);
    const [, port] = /http:\/\/[^:]+:(\d+)/.exec(String(hello)) ?? [];
    const asking = start(process.execPath, [`scripts/bench/${client}`]);
    try {
      return await measure(started, asking, Number(port));
    } finally {
      await end(asking);
    }
  } finally {
    await end(started);
  }
}

/**
 * Starts a process that can be asked.
 * @param {string} program
 * @param {string[]} args
 */
export function start(program, args) {
  return spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
}

/**
 * Ends a process.
 * @param {ChildProcess} child
 */
export async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  // One that is stopped hears nothing else.
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/**
 * Asks a process, which knows the question by way of answer.js.
 * @param {ChildProcess} child
 * @param {string} question
 * @param {unknown} [argument]
 */
export async function ask(child, question, argument) {
  const answered = orEnd(child, 'message');
  child.send({ question, argument });
  return (await answered)[0].answer;
}

/**
 * Waits for an event of a process, or fails when it ends.
 * @param {ChildProcess} child
 * @param {string} event
 * @param {import('node:events').EventEmitter | null} emitter
 * @returns {Promise<any[]>}
 */
async function orEnd(child, event, emitter = child) {
  const waiting = new AbortController();
  const { signal } = waiting;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Problem(`${child.spawnargs.join(' ')} ended with code ${code}.`);
  });
  try {
    return await Promise.race([once(/** @type {any} */ (emitter), event, { signal }), ended]);
  } finally {
    waiting.abort();
  }
}
