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
const MEASURE = 10_000;

const ON_LINES = { command: thisServer(RATE), lines: true };
const PLAIN = { command: plainServer(RATE), lines: false };

const HEADER = [
  `${grouped(VISITORS)} visitors of the page, ${RATE} ticks and a request a second`,
  'CPU per visitor and second',
  'Ratio',
  'Memory per visitor',
  'Ratio',
  'Answered',
];

/** What so many visitors of a server have cost it. */
interface Visitors {
  /** µs a visitor and second. */
  cpu: number;
  /** Bytes a visitor. */
  memory: number;
  requests: number;
  answers: number;
}

/** A server with its visitors. */
interface Visited {
  /** Of the server's CPU so far, in µs. */
  cpu(): Promise<number>;
  /** Bytes a visitor. */
  memory(): Promise<number>;
  /** Ends the requests. */
  end(): Promise<{ requests: number; answers: number }>;
}

/**
 * Measures what a visitor of the page costs this server, beside the same connections without a line.
 * @throws {Problem} if a process may not open enough files
 */
export async function benchVisitors(): Promise<{ report: string; targets: string[] }> {
  const tooFew = tooFewFiles(CONNECTIONS * VISITORS);
  if (tooFew) throw new Problem(tooFew);

  const name = 'Visitors on lines and plain, at the same time';
  const [rounds = []] = await inRounds([{ name }], measureBoth);
  const line = middle(rounds.map(([line]) => line));
  const plain = middle(rounds.map(([, plain]) => plain));
  const rows = [
    ['On a simulated line of its own', line] as const,
    ['The same three connections, plain', plain] as const,
  ].map(([name, { cpu, memory, requests, answers }]) => [
    name,
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

function middle(rounds: Visitors[]): Visitors {
  const sum = (key: 'requests' | 'answers') => rounds.reduce((sum, round) => sum + round[key], 0);
  return {
    cpu: median(rounds.map(({ cpu }) => cpu)),
    memory: median(rounds.map(({ memory }) => memory)),
    requests: sum('requests'),
    answers: sum('answers'),
  };
}

/** Measures both in the same seconds, so that whatever else the machine does then affects both alike. */
function measureBoth(): Promise<[line: Visitors, plain: Visitors]> {
  return withVisitors(ON_LINES, (line) =>
    withVisitors(PLAIN, async (plain) => {
      await sleep(WARM_UP);
      const memory = [await line.memory(), await plain.memory()] as const;
      const before = [await line.cpu(), await plain.cpu()] as const;
      await sleep(MEASURE);
      const after = [await line.cpu(), await plain.cpu()] as const;
      const result = async (i: 0 | 1, visited: Visited) => ({
        cpu: (after[i] - before[i]) / VISITORS / (MEASURE / 1000),
        memory: memory[i],
        ...(await visited.end()),
      });
      return [await result(0, line), await result(1, plain)];
    }),
  );
}

function withVisitors<Result>(
  { command, lines }: { command: string[]; lines: boolean },
  measure: (visited: Visited) => Promise<Result>,
): Promise<Result> {
  return withLoad<VisitorLoad, Result>(command, 'visitor-load', async (server, load, port) => {
    const idle = await server.call('memory');
    await load.call('connect', { port, visitors: VISITORS, lines });
    return measure({
      cpu: () => server.call('cpu'),
      memory: async () => ((await server.call('memory')) - idle) / VISITORS,
      end: () => load.call('end'),
    });
  });
}
