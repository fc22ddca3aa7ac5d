// @ts-check
import { table } from '../report.js';
import { Problem } from '../run.js';
import { BUN, contenders } from './contenders.js';
import { fanOut } from './fan-out.js';
import { tooFewFiles } from './files.js';
import { inRounds, median } from './rounds.js';
import { target } from './targets.js';
import { RATE } from './ticks.js';

const WATCHERS = 2_000;
const SECONDS = 4;

const HEADER = [
  `${WATCHERS.toLocaleString('en')} watchers, ${RATE} ticks a second`,
  'CPU per message',
  'Ratio',
  'Memory per watcher',
  'Ratio',
  'Delivered',
];

/** What it costs to tell everybody, for this server and beside it for others. */
export async function tellEverybody() {
  const tooFew = tooFewFiles(WATCHERS);
  if (tooFew) throw new Problem(tooFew);

  const all = await contenders();
  const measured = await inRounds(all, (contender) => fanOut(contender, WATCHERS, SECONDS));
  const results = measured.map(summary);
  const [ours, byHand, loop, loopOfJson, socketIo] =
    /** @type {[Summary, Summary, Summary, Summary, Summary]} */ (results);

  const rows = results.map(({ cpu, memory, delivered, expected }, i) => [
    all[i]?.name,
    `${cpu.toFixed(2)} µs`,
    `${(cpu / byHand.cpu).toFixed(2)}×`,
    `${(memory / 1000).toFixed(1)} kB`,
    `${(memory / byHand.memory).toFixed(2)}×`,
    delivered === expected ? 'all' : `${delivered} of ${expected}`,
  ]);
  if (!all.some(({ name }) => name === BUN)) {
    rows.push([`${BUN}: not present`, ...HEADER.slice(1).map(() => '—')]);
  }
  return {
    report: table(HEADER, rows),
    targets: [
      target('CPU per message, beside hand-written', ours.cpu / byHand.cpu, 'at most', 1.1, '×'),
      target('CPU per message, beside a loop of send', ours.cpu / loop.cpu, 'at most', 0.75, '×'),
      target(
        'CPU per message, beside send of JSON',
        ours.cpu / loopOfJson.cpu,
        'at most',
        0.75,
        '×',
      ),
      target('CPU per message, beside socket.io', ours.cpu / socketIo.cpu, 'at most', 0.7, '×'),
      target('Memory per watcher', ours.memory / 1000, 'at most', 14, ' kB'),
    ],
  };
}

/** @typedef {ReturnType<typeof summary>} Summary */

/** @param {Awaited<ReturnType<typeof fanOut>>[]} runs */
function summary(runs) {
  return {
    cpu: median(runs.map(({ cpu }) => cpu)),
    memory: median(runs.map(({ memory }) => memory)),
    delivered: runs.reduce((sum, { delivered }) => sum + delivered, 0),
    expected: runs.reduce((sum, { expected }) => sum + expected, 0),
  };
}
