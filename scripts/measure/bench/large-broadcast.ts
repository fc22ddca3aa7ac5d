import { grouped } from '../report.ts';
import { measureFanOut } from './fan-out.ts';
import { tooFewFiles } from './open-files.ts';
import { thisServer } from './servers.ts';

const WATCHERS = 10_000;
const RATE = 2;
const SECONDS = 20;

/** Measures how soon this server reaches a great many. @returns a sentence */
export async function benchLargeBroadcast(): Promise<string> {
  const tooFew = tooFewFiles(WATCHERS);
  if (tooFew) return `${grouped(WATCHERS)} watchers were left out: ${tooFew}`;

  console.log(`${grouped(WATCHERS)} watchers of this server…`);
  const server = { command: thisServer(RATE), path: '/stream' };
  const { delivered, expected, age } = await measureFanOut(server, WATCHERS, SECONDS);
  const all = delivered === expected ? 'all' : `${grouped(delivered)} of`;
  return `${grouped(WATCHERS)} watchers of this server, ${RATE} ticks a second, ${SECONDS} s: ${all} ${grouped(expected)} messages arrived; age on arrival ${age.p50} ms (median), ${age.p99} ms (p99), ${age.max} ms (most).`;
}
