import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../run/process.js';
import { grouped, table } from '../report.ts';
import { tooFewFiles } from './open-files.ts';
import { inRounds, median } from './rounds.ts';
import { plainServer, thisServer, withLoad } from './servers.ts';
import { target } from './targets.ts';
import type { VisitorLoad } from './visitor-load.ts';

const VISITORS = 1_000;
const CONNECTIONS = 3;

/** Price changes a second: the command's default. */
const RATE = 2;

/** In ms. */
const WARM_UP = 4_000;
const MEASURE = 8_000;

const SERVERS = [
  { name: 'On a simulated line of its own', command: thisServer(RATE), lines: true },
  { name: 'The same three connections, plain', command: plainServer(RATE), lines: false },
];

const HEADER = [
  `${grouped(VISITORS)} visitors of the page, ${RATE} ticks and a request a second`,
  'CPU per visitor and second',
  'Ratio',
  'Memory per visitor',
  'Ratio',
  'Answered',
];

interface Visitors {
  /** µs a visitor and second. */
  cpu: number;
  /** Bytes a visitor. */
  memory: number;
  requests: number;
  answers: number;
}

/**
 * Measures what a visitor of the page costs this server, beside the same connections without a line.
 * @throws {Problem} if a process may not open enough files
 */
export async function benchVisitors(): Promise<{ report: string; targets: string[] }> {
  const tooFew = tooFewFiles(CONNECTIONS * VISITORS);
  if (tooFew) throw new Problem(tooFew);

  const runs = await inRounds(SERVERS, measureVisitors);
  const results = runs.map((rounds) => ({
    cpu: median(rounds.map(({ cpu }) => cpu)),
    memory: median(rounds.map(({ memory }) => memory)),
    requests: rounds.reduce((sum, { requests }) => sum + requests, 0),
    answers: rounds.reduce((sum, { answers }) => sum + answers, 0),
  }));
  const [line, plain] = results;
  if (!(line && plain)) throw new Error('A server is missing');

  const rows = results.map(({ cpu, memory, requests, answers }, i) => [
    SERVERS[i]?.name ?? '',
    `${cpu.toFixed(0)} µs`,
    `${(cpu / plain.cpu).toFixed(2)}×`,
    `${(memory / 1000).toFixed(1)} kB`,
    `${(memory / plain.memory).toFixed(2)}×`,
    answers === requests ? 'all' : `${grouped(answers)} of ${grouped(requests)}`,
  ]);
  return {
    report: table(HEADER, rows),
    targets: [
      target('CPU per visitor, beside plain', line.cpu / plain.cpu, 'at most', 1.6, '×'),
      target('Memory per visitor, beside plain', line.memory / plain.memory, 'at most', 1.8, '×'),
    ],
  };
}

function measureVisitors({ command, lines }: { command: string[]; lines: boolean }) {
  return withLoad<VisitorLoad, Visitors>(command, 'visitor-load', async (server, load, port) => {
    const idle = await server.call('memory');
    await load.call('connect', { port, visitors: VISITORS, lines });
    await sleep(WARM_UP);
    const connected = await server.call('memory');
    const before = await server.call('cpu');
    await sleep(MEASURE);
    const after = await server.call('cpu');
    const { requests, answers } = await load.call('end');
    return {
      cpu: (after - before) / VISITORS / (MEASURE / 1000),
      memory: (connected - idle) / VISITORS,
      requests,
      answers,
    };
  });
}
