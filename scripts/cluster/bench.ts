/** `npm run bench:cluster`: what Redis adds to a message, and how soon three servers reach many. */
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../src/server/testing/free-ports.ts';
import { type FanOut, fanOut } from '../measure/bench/fan-out.ts';
import { inRounds, median } from '../measure/bench/rounds.ts';
import { thisServer, underLoad } from '../measure/bench/servers.ts';
import { target } from '../measure/bench/targets.ts';
import type { WebSocketLoad } from '../measure/bench/websocket-load.ts';
import { compile, compiled } from '../measure/compile.ts';
import type { Probe } from '../measure/probe.ts';
import { grouped, intoDocument, mark, origin, table } from '../measure/report.ts';
import { Subprocess } from '../measure/subprocess.ts';
import { ensureBuild } from '../run/ensure-build.js';
import { flag, readOptions } from '../run/options.ts';
import { Cluster, redisServer } from './cluster.ts';

/** Of one server, with Redis and without. */
const WATCHERS = 2_000;
const SECONDS = 4;
const ROUNDS = 9;

/** In s: a server runs for days, and what it does 20 times a second is slower in its first minute. */
const WARM_UP = 120;

/** Of each of the three servers, at this rate. */
const EACH = 3_000;
const RATE = 2;
const LONG = 20;

export async function main(args: string[]): Promise<void> {
  const { values } = readOptions(
    {
      command: 'npm run bench:cluster',
      about: 'Measures servers that share a market in Redis, in about seven minutes.',
      options: { write: flag('put the table into docs/benchmarks.md') },
    },
    args,
  );
  await ensureBuild();
  await compile();
  const report = [
    await benchMessage(),
    await benchCluster(),
    `${origin()}. Made by \`npm run bench:cluster\`.`,
  ];
  console.log(`\n${report.join('\n\n')}`);
  if (values.write) intoDocument('docs/benchmarks.md', 'cluster', report.join('\n\n'));
}

/** What it costs a server to send each tick to everybody, with the market in Redis and with its own. */
async function benchMessage(): Promise<string> {
  const [port = 0] = await freePorts(1);
  const redis = redisServer(port, tmpdir());
  await redis.start();
  const command = thisServer();
  const servers = [
    { name: 'A market of its own', process: new Subprocess<Probe>(command) },
    {
      name: 'The market in Redis',
      process: new Subprocess<Probe>([...command, '--redis', `redis://127.0.0.1:${port}`]),
    },
  ];
  try {
    console.log('Two servers warm up…');
    await Promise.all(servers.map(({ process }) => process.address()));
    await sleep(WARM_UP * 1000);
    const runs = await inRounds(servers, ({ process }) => costOfMessage(process), ROUNDS);
    return reportOnMessage(servers, runs);
  } finally {
    await Promise.all(servers.map(({ process }) => process.kill()));
    await redis.end();
  }
}

const costOfMessage = (process: Subprocess<Probe>): Promise<FanOut> =>
  underLoad<WebSocketLoad, FanOut>(process, 'websocket-load', (server, load, port) =>
    fanOut(server, load, port, { path: '/stream', watchers: WATCHERS, seconds: SECONDS }),
  );

function reportOnMessage(servers: { name: string }[], runs: FanOut[][]): string {
  const [own = Number.NaN, shared = Number.NaN] = runs.map((results) =>
    median(results.map(({ cpu }) => cpu)),
  );
  const rows = runs.map((results, i) => {
    const sum = (of: 'delivered' | 'expected') => results.reduce((sum, one) => sum + one[of], 0);
    const cpu = median(results.map(({ cpu }) => cpu));
    return [
      servers[i]?.name ?? '',
      `${cpu.toFixed(2)} µs`,
      `${(cpu / own).toFixed(2)}×`,
      sum('delivered') === sum('expected') ? 'all' : `${sum('delivered')} of ${sum('expected')}`,
    ];
  });
  const header = [
    `One server, ${grouped(WATCHERS)} watchers`,
    'CPU per message',
    'Ratio',
    'Delivered',
  ];
  const name = 'CPU per message, with Redis beside without';
  return `${table(header, rows)}\n\n${target(name, shared / own, 'at most', 1.05, '×')}`;
}

/** How soon three servers reach a great many. */
async function benchCluster(): Promise<string> {
  console.log(`Three servers, ${grouped(EACH)} watchers each…`);
  const options = ['--rate', String(RATE), '--max-per-address', '20000'];
  const cluster = await Cluster.start({ options });
  const loads = cluster.ports.map(
    () => new Subprocess<WebSocketLoad>([process.execPath, compiled('bench/websocket-load')]),
  );
  try {
    for (const [i, load] of loads.entries()) {
      await load.call('connect', { port: cluster.ports[i] ?? 0, path: '/stream', watchers: EACH });
    }
    await Promise.all(loads.map((load) => load.call('begin')));
    await sleep(LONG * 1000);
    const ticks = await Promise.all(loads.map((load) => load.call('end')));
    const results = await Promise.all(loads.map((load) => load.call('result')));
    const expected = ticks.reduce((sum, count) => sum + count * EACH, 0);
    const delivered = results.reduce((sum, one) => sum + one.delivered, 0);
    const p99 = Math.max(...results.map(({ age }) => age.p99));
    const all = delivered === expected ? 'all' : `${grouped(delivered)} of`;
    const met = delivered === expected && p99 <= 1000 / RATE;
    return `- ${mark(met)} ${met ? 'met' : 'missed'}: three servers with ${grouped(EACH)} watchers each, ${RATE} ticks a second, ${LONG} s: ${all} ${grouped(expected)} messages arrived; age on arrival ${p99} ms at the slowest server (p99), at most ${1000 / RATE} ms.`;
  } finally {
    await Promise.all(loads.map((load) => load.kill()));
    await cluster.end();
  }
}
