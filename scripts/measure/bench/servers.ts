/** The servers that are measured, and what watches or asks them. */
import { runQuietly } from '../../run/process.js';
import { compiled, PROBED } from '../compile.ts';
import type { Probe } from '../probe.ts';
import type { Methods } from '../rpc.ts';
import { Subprocess } from '../subprocess.ts';
import { RATE } from './ticks.ts';

/** Enough for any load here, all of which comes from one address. */
const LIMITS = ['--max-connections', '20000', '--max-per-address', '20000'];

export interface ServerUnderTest {
  name: string;
  /** Program and arguments. */
  command: string[];
}

export interface WebSocketServerUnderTest extends ServerUnderTest {
  /** Where its watchers connect. */
  path: string;
  /** Its watchers share this many simulated lines. */
  lines?: number;
}

export const BUN = "Bun's own server, `publish`";

/**
 * This server without its emulated network, which no other server has either.
 * @param rate price changes a second
 */
export function plainServer(rate = RATE): string[] {
  return [...beside('plain'), String(rate)];
}

/**
 * This server as it is built, with the emulated network.
 * @param rate price changes a second
 */
export function thisServer(rate = RATE): string[] {
  const options = ['--port', '0', '--rate', String(rate), ...LIMITS];
  return [process.execPath, ...PROBED, 'dist/server/main.js', ...options];
}

/**
 * One of the servers beside this one.
 * @param name of its file
 * @param program that runs it
 */
export function beside(name: string, program = process.execPath): string[] {
  return [program, ...PROBED, compiled(`bench/servers/${name}`)];
}

export async function webSocketServers(): Promise<WebSocketServerUnderTest[]> {
  const path = '/stream';
  const bun = await findBun();
  return [
    { name: 'This server', command: plainServer(), path },
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

/** Bun is no dependency: it takes part where it has been installed. */
async function findBun(): Promise<string | undefined> {
  for (const program of ['node_modules/bun/bin/bun.exe', 'bun']) {
    if ((await runQuietly(program, ['--version'])).ok) return program;
  }
  return undefined;
}

type Measure<Load extends Methods, Result> = (
  server: Subprocess<Probe>,
  load: Subprocess<Load>,
  port: number,
) => Promise<Result>;

type LoadName = 'http-load' | 'websocket-load' | 'visitor-load';

/**
 * Runs a server and its load, each in a process of its own, and ends both after the measurement.
 * @param load the name of its file
 */
export async function withLoad<Load extends Methods, Result>(
  command: string[],
  load: LoadName,
  measure: Measure<Load, Result>,
): Promise<Result> {
  const server = new Subprocess<Probe>(command);
  try {
    return await underLoad(server, load, measure);
  } finally {
    await server.kill();
  }
}

/** The same for a server that runs already, which is left running. */
export async function underLoad<Load extends Methods, Result>(
  server: Subprocess<Probe>,
  load: LoadName,
  measure: Measure<Load, Result>,
): Promise<Result> {
  const { port } = await server.address();
  const loading = new Subprocess<Load>([process.execPath, compiled(`bench/${load}`)]);
  try {
    return await measure(server, loading, Number(port));
  } finally {
    await loading.kill();
  }
}
