// @ts-check
import { thisServer } from './contenders.js';
import { fanOut } from './fan-out.js';
import { tooFewFiles } from './files.js';

const WATCHERS = 10_000;
const RATE = 2;
const SECONDS = 20;

const number = (/** @type {number} */ value) => value.toLocaleString('en');

/** Whether this server tells a great many, and how soon; in a sentence. */
export async function tellCrowd() {
  const tooFew = tooFewFiles(WATCHERS);
  if (tooFew) return `${number(WATCHERS)} watchers were left out: ${tooFew}`;

  console.log(`${number(WATCHERS)} watchers of this server…`);
  const contender = { command: thisServer(RATE), path: '/stream' };
  const { delivered, expected, age } = await fanOut(contender, WATCHERS, SECONDS);
  const all = delivered === expected ? 'all' : `${number(delivered)} of`;
  return `${number(WATCHERS)} watchers of this server, ${RATE} ticks a second, ${SECONDS} s: ${all} ${number(expected)} messages arrived; age on arrival ${age.p50} ms (median), ${age.p99} ms (p99), ${age.max} ms (most).`;
}
