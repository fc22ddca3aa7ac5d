import { Problem } from '../../run/process.js';
import { grouped, table } from '../report.ts';
import { type FanOut, measureFanOut } from './fan-out.ts';
import { tooFewFiles } from './open-files.ts';
import { inRounds, median } from './rounds.ts';
import { BUN, webSocketServers } from './servers.ts';
import { target } from './targets.ts';
import { RATE } from './ticks.ts';

const WATCHERS = 2_000;
const SECONDS = 4;

const HEADER = [
  `${grouped(WATCHERS)} watchers, ${RATE} ticks a second`,
  'CPU per message',
  'Ratio',
  'Memory per watcher',
  'Ratio',
  'Delivered',
];

/**
 * Measures what it costs this server, and others, to send each tick to everybody.
 * @throws {Problem} if a process may not open enough files
 */
export async function benchBroadcast(): Promise<{ report: string; targets: string[] }> {
  const tooFew = tooFewFiles(WATCHERS);
  if (tooFew) throw new Problem(tooFew);

  const servers = await webSocketServers();
  const runs = await inRounds(servers, (server) => measureFanOut(server, WATCHERS, SECONDS));
  const results = runs.map(summary);
  // In the order of webSocketServers.
  const [ours, byHand, loop, loopOfJson, socketIo] = results;
  if (!(ours && byHand && loop && loopOfJson && socketIo)) throw new Error('A server is missing');

  const rows = results.map(({ cpu, memory, delivered, expected }, i) => [
    servers[i]?.name ?? '',
    `${cpu.toFixed(2)} µs`,
    `${(cpu / byHand.cpu).toFixed(2)}×`,
    `${(memory / 1000).toFixed(1)} kB`,
    `${(memory / byHand.memory).toFixed(2)}×`,
    delivered === expected ? 'all' : `${delivered} of ${expected}`,
  ]);
  if (!servers.some(({ name }) => name === BUN)) {
    rows.push([`${BUN}: not present`, ...HEADER.slice(1).map(() => '—')]);
  }
  const beside = (name: string, other: FanOutSummary, limit: number) =>
    target(`CPU per message, beside ${name}`, ours.cpu / other.cpu, 'at most', limit, '×');
  return {
    report: table(HEADER, rows),
    targets: [
      beside('hand-written', byHand, 1.1),
      beside('a loop of send', loop, 0.9),
      beside('send of JSON', loopOfJson, 0.75),
      beside('socket.io', socketIo, 0.7),
      target('Memory per watcher', ours.memory / 1000, 'at most', 14, ' kB'),
    ],
  };
}

type FanOutSummary = Omit<FanOut, 'age'>;

function summary(runs: FanOut[]): FanOutSummary {
  return {
    cpu: median(runs.map(({ cpu }) => cpu)),
    memory: median(runs.map(({ memory }) => memory)),
    delivered: runs.reduce((sum, { delivered }) => sum + delivered, 0),
    expected: runs.reduce((sum, { expected }) => sum + expected, 0),
  };
}
