import { setTimeout as sleep } from 'node:timers/promises';
import { grouped, table } from '../report.ts';
import type { HttpLoad } from './http-load.ts';
import { inRounds, median } from './rounds.ts';
import { beside, plainServer, withLoad } from './servers.ts';
import { target } from './targets.ts';

/** Two thirds of an answer is the kernel's time, which differs so much that few rounds say little. */
const ROUNDS = 9;

/** In ms. */
const WARM_UP = 1_000;
const MEASURE = 2_000;

const SERVERS = [
  { name: 'This server', command: plainServer() },
  { name: 'Bare `node:http`', command: beside('bare-http') },
];

const HEADER = ['`GET /price`', 'CPU per answer', 'Answers per second of CPU', 'Ratio'];

/** Measures what an answer costs this server, beside one that does nothing else. */
export async function benchRequests(): Promise<{ report: string; targets: string[] }> {
  const runs = await inRounds(SERVERS, ({ command }) => cpuPerAnswer(command), ROUNDS);
  const [ours = Number.NaN, bare = Number.NaN] = runs.map(median);
  const rows = [ours, bare].map((cpu, i) => [
    SERVERS[i]?.name ?? '',
    `${cpu.toFixed(1)} µs`,
    grouped(Math.round(1e6 / cpu)),
    `${(bare / cpu).toFixed(2)}×`,
  ]);
  return {
    report: table(HEADER, rows),
    targets: [target('GET /price, beside bare node:http', bare / ours, 'at least', 0.85, '×')],
  };
}

/** In µs of the server's CPU: answers by the clock would depend on how fast the client is. */
function cpuPerAnswer(command: string[]): Promise<number> {
  return withLoad<HttpLoad, number>(command, 'http-load', async (server, load, port) => {
    const sample = async () => ({
      cpu: await server.call('cpu'),
      answers: await load.call('answers'),
    });
    await load.call('start', port);
    await sleep(WARM_UP);
    const before = await sample();
    await sleep(MEASURE);
    const after = await sample();
    return (after.cpu - before.cpu) / (after.answers - before.answers);
  });
}
