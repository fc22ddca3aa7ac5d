import { setTimeout as sleep } from 'node:timers/promises';
import { grouped, table } from '../report.ts';
import type { HttpLoad } from './http-load.ts';
import { beside, plainServer, withLoad } from './servers.ts';
import { target } from './targets.ts';

/**
 * Two thirds of an answer is the kernel's time, which changes by as much from one second to the next. So
 * both servers are up all the while, and are asked in turns that are short beside such changes.
 */
const TURNS = 120;

/** In ms. */
const WARM_UP = 3_000;
const TURN = 250;

const HEADER = ['`GET /price`', 'CPU per answer', 'Answers per second of CPU', 'Ratio'];

/** Asks a server for a while. @param time in ms */
type Ask = (time: number) => Promise<Cost>;

interface Cost {
  /** Of the server, in µs: answers by the clock would depend on how fast the client is. */
  cpu: number;
  answers: number;
}

/** Measures what an answer costs this server, beside one that does nothing else. */
export function benchRequests(): Promise<{ report: string; targets: string[] }> {
  return withRequests(plainServer(), (askOurs) =>
    withRequests(beside('bare-http'), async (askBare) => {
      console.log(`This server and bare node:http, in ${TURNS} turns each…`);
      const [ours, bare] = await inTurns([askOurs, askBare]);
      const rows = [['This server', ours] as const, ['Bare `node:http`', bare] as const].map(
        ([name, cpu]) => [
          name,
          `${cpu.toFixed(1)} µs`,
          grouped(Math.round(1e6 / cpu)),
          `${(bare / cpu).toFixed(2)}×`,
        ],
      );
      return {
        report: table(HEADER, rows),
        targets: [target('GET /price, beside bare node:http', bare / ours, 'at least', 0.85, '×')],
      };
    }),
  );
}

/** Asks two servers in turns. @returns the CPU per answer of each, in µs */
async function inTurns(asks: readonly [Ask, Ask]): Promise<[number, number]> {
  for (const ask of asks) await ask(WARM_UP);
  const costs = asks.map(() => ({ cpu: 0, answers: 0 })) as [Cost, Cost];
  for (let turn = 0; turn < TURNS; turn++) {
    // Whoever comes first in one turn comes second in the next.
    for (const i of turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const { cpu, answers } = await asks[i](TURN);
      costs[i].cpu += cpu;
      costs[i].answers += answers;
    }
  }
  const [ours, bare] = costs;
  return [ours.cpu / ours.answers, bare.cpu / bare.answers];
}

function withRequests<Result>(
  command: string[],
  measure: (ask: Ask) => Promise<Result>,
): Promise<Result> {
  return withLoad<HttpLoad, Result>(command, 'http-load', async (server, load, port) => {
    await load.call('connect', port);
    return measure(async (time) => {
      await load.call('start');
      const [cpu, answers] = [await server.call('cpu'), await load.call('answers')];
      await sleep(time);
      const cost = {
        cpu: (await server.call('cpu')) - cpu,
        answers: (await load.call('answers')) - answers,
      };
      await load.call('stop');
      return cost;
    });
  });
}
