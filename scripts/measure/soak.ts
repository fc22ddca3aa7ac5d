/**
 * `npm run soak`: clients of every kind against the real server, and whether the server is as before
 * once they have gone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuild } from '../run/ensure-build.js';
import { number, readOptions } from '../run/options.ts';
import { Problem, UsageError } from '../run/process.js';
import { compile } from './compile.ts';
import { letThemCome } from './soak/clients.ts';
import { fetchText } from './soak/http.ts';
import { type Outcome, printReport, type Snapshot } from './soak/report.ts';
import { type Held, Server } from './soak/server.ts';

/** The server keeps a page's line for a minute after it, so that a run shorter than this, in minutes, has none. */
const PAGES_FROM = 1;

/** How long the server may take to be as before, in ms: a stalled line is kept for two minutes. */
const DEADLINE = 150_000;

const command = {
  command: 'npm run soak',
  about: 'Lets clients of every kind loose on the real server and looks what is left of them.',
  options: {
    minutes: number({ help: 'how long', default: 10, min: 0.01, max: 1440 }),
    seed: number({ help: 'same seed, same clients', default: 1, min: 1, max: 100, whole: true }),
    descriptors: number({
      help: 'how many files, connections included, the server may have open',
      default: undefined,
      // To load its modules alone the server needs more than half of these.
      min: 256,
      max: 1_000_000,
      whole: true,
    }),
  },
};

export async function main(args: string[]): Promise<void> {
  const { minutes, seed, descriptors } = readOptions(command, args).values;
  if (descriptors !== undefined && process.platform === 'win32') {
    throw new UsageError('Windows has no limit of open files that --descriptors could set.');
  }
  await ensureBuild();
  await compile();
  const server = await Server.start(descriptors);
  try {
    const outcome = await soak(server, { minutes, seed, descriptors });
    if (!printReport(outcome)) {
      throw new Problem('The server is not as before, or somebody has missed something.');
    }
  } finally {
    await server.stop();
  }
}

async function soak(
  server: Server,
  { minutes, seed, descriptors }: Pick<Outcome, 'minutes' | 'seed' | 'descriptors'>,
): Promise<Outcome> {
  const crowd = { silent: descriptors ?? 0, pages: minutes >= PAGES_FROM };
  // What is loaded only when it is first asked for is no leak.
  for (const path of ['/', '/metrics']) await fetchText({ port: server.port, path });
  const held = await server.held();
  console.log('Warming up…');
  await letThemCome(server, { ...crowd, minutes: minutes / 10, seed: -seed * 1e7 });
  // What the warm-up has left behind for good is a leak, too.
  const before = { ...(await snapshot(server, held)), ...held };
  const come = await letThemCome(server, { ...crowd, minutes, seed: seed * 1e7 });
  const after = await snapshot(server, held);
  return {
    ...come,
    ...{ minutes, seed, descriptors, pages: crowd.pages },
    ...{ before, after },
    logged: server.logged,
  };
}

/** What the server is like once it holds no more than it did `before`, or has had the time for it. */
async function snapshot(server: Server, before: Held): Promise<Snapshot> {
  const held = await untilItHolds(server, before);
  const heap = await server.heap();
  const { body } = await fetchText({ port: server.port, path: '/health' });
  return { ...held, heap, health: JSON.parse(body) };
}

/** The connection of an earlier request may have been among what was held `before`. */
const isNoMore = (held: Held, before: Held) =>
  (Object.keys(before) as (keyof Held)[]).every((what) => (held[what] ?? 0) <= (before[what] ?? 0));

async function untilItHolds(server: Server, before: Held): Promise<Held> {
  const end = performance.now() + DEADLINE;
  for (;;) {
    // A server that has no descriptor left yet can't be asked.
    const held = await server.held().catch(() => undefined);
    if (held && (isNoMore(held, before) || performance.now() > end)) return held;
    await sleep(100);
  }
}
