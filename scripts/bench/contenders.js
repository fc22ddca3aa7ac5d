// @ts-check
import { runQuietly } from '../run.js';
import { RATE } from './ticks.js';

const measurable = ['--expose-gc', '--import', './scripts/bench/probe.js'];

/** Enough for any crowd here, all of which has one address. */
const LIMITS = ['--max-connections', '20000', '--max-per-address', '20000'];

export const BUN = "Bun's own server, `publish`";

/**
 * A server to measure, and where its watchers connect.
 * @typedef {object} Contender
 * @property {string} name
 * @property {string[]} command
 * @property {string} path
 * @property {number} [lines] its watchers share so many simulated lines
 */

/**
 * The command as it is built.
 * @param {number} rate price changes a second
 */
export function thisServer(rate = RATE) {
  const options = ['--port', '0', '--rate', String(rate), ...LIMITS];
  return [process.execPath, ...measurable, 'dist/server/main.js', ...options];
}

/**
 * One of the servers beside this one.
 * @param {string} name
 * @param {string} program that runs it
 */
export function beside(name, program = process.execPath) {
  return [program, ...measurable, `scripts/bench/servers/${name}.js`];
}

/** @returns {Promise<Contender[]>} */
export async function contenders() {
  const path = '/stream';
  const bun = await findBun();
  return [
    { name: 'This server', command: thisServer(), path },
    { name: 'Hand-written on `node:http`', command: beside('hand-written'), path },
    { name: '@fastify/websocket, a loop of `send`', command: beside('documented-loop'), path },
    {
      name: '@fastify/websocket, a loop of `send(JSON.stringify(…))`',
      command: [...beside('documented-loop'), 'each'],
      path,
    },
    {
      name: 'socket.io, `emit`',
      command: beside('socket-io'),
      path: '/socket.io/?EIO=4&transport=websocket',
    },
    { name: 'This server, on simulated lines', command: thisServer(), path, lines: 20 },
    ...(bun ? [{ name: BUN, command: beside('bun', bun), path }] : []),
  ];
}

/** Bun is no dependency: it takes part where somebody has installed it. */
async function findBun() {
  for (const program of ['node_modules/bun/bin/bun.exe', 'bun']) {
    if ((await runQuietly(program, ['--version'])).ok) return program;
  }
  return undefined;
}
