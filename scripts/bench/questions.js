// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { table } from '../report.js';
import { beside, thisServer } from './contenders.js';
import { ask, withProcesses } from './processes.js';
import { inRounds, median } from './rounds.js';
import { target } from './targets.js';

/** In ms. */
const WARM_UP = 2_000;
const MEASURE = 4_000;

const SERVERS = [
  { name: 'This server', command: thisServer() },
  { name: 'Bare `node:http`', command: beside('bare-http') },
];

const HEADER = ['`GET /price`', 'CPU per answer', 'Answers per second of CPU', 'Ratio'];

/** How many questions this server answers, beside one that does nothing else. */
export async function answerQuestions() {
  const measured = await inRounds(SERVERS, ({ command }) => cpuPerAnswer(command));
  const [ours, bare] = /** @type {[number, number]} */ (measured.map(median));
  const rows = [ours, bare].map((cpu, i) => [
    SERVERS[i]?.name,
    `${cpu.toFixed(1)} µs`,
    Math.round(1e6 / cpu).toLocaleString('en'),
    `${(bare / cpu).toFixed(2)}×`,
  ]);
  return {
    report: table(HEADER, rows),
    targets: [target('GET /price, beside bare node:http', bare / ours, 'at least', 0.8, '×')],
  };
}

/**
 * In µs of the server's CPU. Answers by the clock would say how fast the client is, too.
 * @param {string[]} command
 */
function cpuPerAnswer(command) {
  return withProcesses(command, 'askers.js', async (server, askers, port) => {
    const sample = async () => ({
      cpu: await ask(server, 'cpu'),
      answers: await ask(askers, 'answers'),
    });
    await ask(askers, 'start', port);
    await sleep(WARM_UP);
    const before = await sample();
    await sleep(MEASURE);
    const after = await sample();
    return (after.cpu - before.cpu) / (after.answers - before.answers);
  });
}
