/** `npm run soak:cluster`: watchers of a cluster whose servers and Redis end, sleep and come back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { mark, table } from '../measure/report.ts';
import { ensureBuild } from '../run/ensure-build.js';
import { number, readOptions } from '../run/options.ts';
import { Problem } from '../run/process.js';
import { Cluster } from './cluster.ts';
import { type Findings, type Kind, Told, Watcher } from './watcher.ts';

const KINDS: readonly Kind[] = ['WebSocket', 'event stream', 'long poll'];

/** Price changes a second. */
const RATE = 10;

/** Something happens every so many ms on average, and somebody leaves; what sleeps does so for so long at most. */
const EVENT = 3_000;
const LEAVING = 100;
const ASLEEP = 6_000;

/** Once all is well again, everybody has to know the newest price within this, in ms. */
const DEADLINE = 30_000;

const command = {
  command: 'npm run soak:cluster',
  about:
    'Lets watchers follow a market whose servers and Redis are killed, put to sleep and started.',
  options: {
    minutes: number({ help: 'how long', default: 2, min: 0.05, max: 1440 }),
    watchers: number({ help: 'how many', default: 300, min: 3, max: 3_000, whole: true }),
    seed: number({ help: 'same seed, same events', default: 1, min: 1, max: 1_000, whole: true }),
  },
};

export async function main(args: string[]): Promise<void> {
  const { minutes, watchers: count, seed } = readOptions(command, args).values;
  await ensureBuild();
  const cluster = await Cluster.start({
    options: ['--rate', String(RATE), '--max-per-address', '10000'],
    redis: ['--appendonly', 'yes', '--appendfsync', 'always'],
  });
  try {
    const random = xoroshiro128plus(seed);
    const upTo = (most: number) => uniformInt(random, 0, most);
    const told = new Told();
    const watchers = Array.from({ length: count }, (_, i) => {
      const watcher = new Watcher(KINDS[i % KINDS.length] as Kind, told);
      return { watcher, kind: i % KINDS.length };
    });
    const port = () => cluster.ports[upTo(cluster.ports.length - 1)] as number;
    const following = watchers.map(({ watcher }) => watcher.follow(port));

    const end = performance.now() + minutes * 60_000;
    const coming = (async () => {
      for (; performance.now() < end; await sleep(LEAVING)) {
        watchers[upTo(count - 1)]?.watcher.leave();
      }
    })();
    const { events, pause } = await disturb(cluster, { told, upTo, end });
    await coming;
    const all = watchers.map(({ watcher }) => watcher);
    const together = await meet(all, told);
    for (const watcher of all) watcher.end();
    await Promise.all(following);

    const rows = KINDS.map((kind, k) => {
      const own = watchers.filter(({ kind }) => kind === k).map(({ watcher }) => watcher.findings);
      return { kind, ...sumOf(own), watchers: own.length };
    });
    const good = together && rows.every(isGood);
    console.log(
      `\n${table(
        ['', 'Watchers', 'Connections', 'Prices', 'Loss said', 'Holes', 'Doubles', 'Different', ''],
        rows.map((row) => [
          row.kind,
          ...[row.watchers, row.connections, row.ticks, row.said].map(String),
          ...[row.holes, row.doubles, row.different].map(String),
          mark(isGood(row)),
        ]),
      )}\n\n${told.size} prices in all. What happened (seed ${seed}): ${counted(events)}. When a server had
been killed, the next price came after ${Math.round(pause)} ms at most.`,
    );
    if (!together) throw new Problem('Not everybody knows the newest price.');
    if (!good) throw new Problem('Somebody has been told something wrong.');
  } finally {
    await cluster.end();
  }
}

const isGood = ({ holes, doubles, different }: Findings) => holes + doubles + different === 0;

/**
 * Ends, stops and starts what there is, until the time is over, and leaves all of it running.
 * @returns what has happened, and how long a price took to come at most after a server was killed, in ms
 */
async function disturb(
  { servers, redis }: Cluster,
  { told, upTo, end }: { told: Told; upTo: (most: number) => number; end: number },
): Promise<{ events: string[]; pause: number }> {
  const events: string[] = [];
  let pause = 0;
  const measurePause = async () => {
    const began = performance.now();
    await told.newer();
    pause = Math.max(pause, performance.now() - began);
  };
  while (performance.now() < end) {
    await sleep(upTo(2 * EVENT));
    const program = upTo(3) === 0 ? redis : servers[upTo(servers.length - 1)];
    if (!program) continue;
    const what = program === redis ? 'Redis' : 'a server';
    if (upTo(2) === 0) {
      program.suspend();
      await sleep(upTo(ASLEEP));
      program.resume();
      events.push(`${what} asleep`);
    } else {
      const gently = upTo(1) === 0;
      await program.end(gently ? 'SIGTERM' : 'SIGKILL');
      if (program !== redis && !gently) await measurePause();
      await sleep(upTo(EVENT));
      await program.start();
      events.push(`${what} ${gently ? 'stopped' : 'killed'}`);
    }
  }
  return { events, pause };
}

/** Waits until all know a price that has come after this moment. @returns whether they do in time */
async function meet(watchers: readonly Watcher[], { newest }: Told): Promise<boolean> {
  for (const end = performance.now() + DEADLINE; performance.now() < end; await sleep(LEAVING)) {
    if (watchers.every(({ last }) => last > newest)) return true;
  }
  return false;
}

function sumOf(all: readonly Findings[]): Findings {
  const sum = (of: (findings: Findings) => number) => all.reduce((sum, one) => sum + of(one), 0);
  return {
    ticks: sum(({ ticks }) => ticks),
    holes: sum(({ holes }) => holes),
    doubles: sum(({ doubles }) => doubles),
    different: sum(({ different }) => different),
    said: sum(({ said }) => said),
    connections: sum(({ connections }) => connections),
  };
}

/** `3 × a server killed, 1 × Redis asleep` */
function counted(events: readonly string[]): string {
  const kinds = [...new Set(events)];
  return kinds
    .map((kind) => `${events.filter((event) => event === kind).length} × ${kind}`)
    .join(', ');
}
