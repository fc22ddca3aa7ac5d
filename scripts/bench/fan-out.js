// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, withProcesses } from './processes.js';

/** After a crowd has connected, and again before the measurement, in ms. */
const SETTLE = 700;

/**
 * What it costs a server to tell a crowd of every tick, and how soon the crowd knows.
 * @param {Omit<import('./contenders.js').Contender, 'name'>} contender
 * @param {number} watchers
 * @param {number} seconds
 */
export async function fanOut({ command, path, lines = 0 }, watchers, seconds) {
  return withProcesses(command, 'crowd.js', async (server, crowd, port) => {
    const idle = await ask(server, 'memory');
    await ask(crowd, 'connect', { port, path, watchers, lines });
    await sleep(SETTLE);
    const connected = await ask(server, 'memory');
    await sleep(SETTLE);

    await ask(crowd, 'begin');
    const before = await ask(server, 'cpu');
    await sleep(seconds * 1000);
    const ticks = await ask(crowd, 'end');
    const after = await ask(server, 'cpu');
    const { delivered, ...age } = await ask(crowd, 'result');
    return {
      /** µs a message */
      cpu: (after - before) / delivered,
      /** bytes a watcher */
      memory: (connected - idle) / watchers,
      delivered: Number(delivered),
      expected: watchers * ticks,
      /** of a tick when it came, in ms */
      age: /** @type {{ p50: number, p99: number, max: number }} */ (age),
    };
  });
}
