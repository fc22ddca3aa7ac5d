import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe } from '../probe.ts';
import type { Subprocess } from '../subprocess.ts';
import { type WebSocketServerUnderTest, withLoad } from './servers.ts';
import type { WebSocketLoad } from './websocket-load.ts';

/** After the watchers have connected, and again before the measurement, in ms. */
const SETTLE = 700;

export interface FanOut {
  /** µs a message. */
  cpu: number;
  /** Bytes a watcher. */
  memory: number;
  /** Messages, of all watchers. */
  delivered: number;
  expected: number;
  /** Of a tick when it arrives, in ms. */
  age: { p50: number; p99: number; max: number };
}

interface Watching {
  /** Where the watchers connect. */
  path: string;
  /** They share this many simulated lines. */
  lines?: number | undefined;
  watchers: number;
  seconds: number;
}

/** Measures, in a server of its own, what it costs to send every tick to its watchers. */
export function measureFanOut(
  { command, path, lines }: Omit<WebSocketServerUnderTest, 'name'>,
  watchers: number,
  seconds: number,
): Promise<FanOut> {
  return withLoad<WebSocketLoad, FanOut>(command, 'websocket-load', (server, load, port) =>
    fanOut(server, load, port, { path, lines, watchers, seconds }),
  );
}

/** Measures what it costs a server to send every tick to its watchers, and how soon they have it. */
export async function fanOut(
  server: Subprocess<Probe>,
  load: Subprocess<WebSocketLoad>,
  port: number,
  { path, lines = 0, watchers, seconds }: Watching,
): Promise<FanOut> {
  const idle = await server.call('memory');
  await load.call('connect', { port, path, watchers, lines });
  await sleep(SETTLE);
  const connected = await server.call('memory');
  await sleep(SETTLE);

  await load.call('begin');
  const before = await server.call('cpu');
  await sleep(seconds * 1000);
  const ticks = await load.call('end');
  const after = await server.call('cpu');
  const { delivered, age } = await load.call('result');
  return {
    cpu: (after - before) / delivered,
    memory: (connected - idle) / watchers,
    delivered,
    expected: watchers * ticks,
    age,
  };
}
