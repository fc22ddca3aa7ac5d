/** `npm run bench:class`: a class on one laptop, all of whose phones come from one address. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Steering } from '../class/steering.ts';
import { ensureBuild } from '../run/ensure-build.js';
import { flag, readOptions } from '../run/options.ts';
import { Problem } from '../run/process.js';
import type { PhoneLoad } from './class/phone-load.ts';
import { compile, compiled, PROBED } from './compile.ts';
import type { Probe } from './probe.ts';
import { grouped, intoDocument, mark, origin, table } from './report.ts';
import { Subprocess } from './subprocess.ts';

/** A big class, and one whose Wi-Fi fails. */
const PHONES = 300;
const TORN = 500;

/**
 * So many of the phones have a process of their own, and only their times of the news are taken: in the
 * others' process a price waits until the phones before it have dealt with theirs, as no real one does.
 */
const OBSERVED = 30;

/** How long all five ways get the price before the news, in ms. */
const RUNNING = 8_000;

/** There is news so often, and so long apart, in ms. */
const NEWS = 10;
const NEWS_EVERY = 800;

const COMMAND = [process.execPath, ...PROBED, 'dist/server/main.js', '--classes', '--port', '0'];

interface Class {
  server: Subprocess<Probe>;
  phones: readonly [observed: Subprocess<PhoneLoad>, others: Subprocess<PhoneLoad>];
  screen: Steering;
  /** How long it took until all were in, in ms. */
  joined: number;
}

export async function main(args: string[]): Promise<void> {
  const { values } = readOptions(
    {
      command: 'npm run bench:class',
      about: 'Measures a class of 300 phones behind one address, in about a minute.',
      options: { write: flag('put the table into docs/benchmarks.md') },
    },
    args,
  );
  await ensureBuild();
  await compile();
  const run = await withClass(PHONES, measureRun);
  const tear = await withClass(TORN, measureTear);
  const rows = [...run, ...tear].map(({ what, value, unit, limit }) => [
    what,
    `${grouped(Math.round(value))}${unit}`,
    limit === 0 ? 'none' : `at most ${grouped(limit)}${unit}`,
    mark(value <= limit),
  ]);
  const report = [
    table([`${PHONES} phones behind one address`, 'Measured', 'Wanted', ''], rows),
    `${origin()}. Made by \`npm run bench:class\`.`,
  ].join('\n\n');
  console.log(`\n${report}`);
  if (values.write) intoDocument('docs/benchmarks.md', 'class', report);
}

interface Figure {
  what: string;
  value: number;
  unit: '' | ' ms' | ' %';
  limit: number;
}

/** A round of all five ways, with news. */
async function measureRun({ server, phones, screen, joined }: Class): Promise<Figure[]> {
  await screen.start('news');
  await screen.next('vote');
  const vote = screen.snapshot?.step ?? 0;
  await screen.until(() => screen.snapshot?.voted === PHONES);
  await screen.next('closed');
  const cpu = await server.call('cpu');
  const began = performance.now();
  await screen.next('run');
  await sleep(RUNNING);
  const knew: number[] = [];
  for (let i = 0; i < NEWS; i++) {
    screen.steer('news');
    await sleep(NEWS_EVERY);
    knew.push(...(await phones[0].call('knew', 'websocket')));
  }
  const share = ((await server.call('cpu')) - cpu) / 1000 / (performance.now() - began);
  await screen.next('reveal');
  const counts = screen.snapshot?.reveal?.results.map(({ n }) => n) ?? [];
  const delays = await both(phones, (some) => some.call('delays', vote));
  return [
    { what: 'All in after', value: joined, unit: ' ms', limit: 10_000 },
    {
      what: 'A phase reaches a phone after (p99)',
      value: quantile(delays.flat(), 0.99),
      unit: ' ms',
      limit: 250,
    },
    {
      what: `News! is on a phone over a WebSocket after (p99 of ${knew.length})`,
      value: quantile(knew, 0.99),
      unit: ' ms',
      limit: 150,
    },
    {
      what: 'Phones that one way has more than another',
      value: Math.max(...counts) - Math.min(...counts),
      unit: '',
      limit: 1,
    },
    { what: 'The server’s share of a core in the run', value: share * 100, unit: ' %', limit: 100 },
  ];
}

/** A vote, in which all phones lose their lines. */
async function measureTear({ phones, screen }: Class): Promise<Figure[]> {
  await screen.next('predict');
  await screen.next('vote');
  await screen.until(() => screen.snapshot?.voted === TORN);
  const back = Math.max(...(await both(phones, (some) => some.call('tear'))));
  await screen.until(() => screen.snapshot?.members === TORN);
  const votes = screen.snapshot?.voted ?? Number.NaN;
  return [
    {
      what: `${TORN} phones torn off at once are back after`,
      value: back,
      unit: ' ms',
      limit: 2_000,
    },
    { what: 'Their votes lost or doubled', value: Math.abs(votes - TORN), unit: '', limit: 0 },
  ];
}

/** Asks both processes of phones at once. */
const both = <Result>(
  phones: Class['phones'],
  ask: (some: Subprocess<PhoneLoad>) => Promise<Result>,
): Promise<Result[]> => Promise.all(phones.map(ask));

/** The value below which this share of the values lies. */
function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Begins a class on a server of its own, lets its phones in, and ends all after the measurement. */
async function withClass<Result>(
  count: number,
  measure: (begun: Class) => Promise<Result>,
): Promise<Result> {
  console.log(`A class of ${count}…`);
  const server = new Subprocess<Probe>(COMMAND);
  const load = () => new Subprocess<PhoneLoad>([process.execPath, compiled('class/phone-load')]);
  const phones = [load(), load()] as const;
  try {
    const { origin, host } = await server.address();
    const answer = await fetch(`${origin}/classes`, { method: 'POST' });
    if (!answer.ok) throw new Problem(`No class could be begun: ${await answer.text()}`);
    const begun = await answer.json();
    const screen = new Steering(host, begun);
    const { code } = begun;
    const joined = await Promise.all([
      phones[0].call('join', { origin, code, count: OBSERVED }),
      phones[1].call('join', { origin, code, count: count - OBSERVED }),
    ]);
    await screen.until(() => screen.snapshot?.members === count);
    return await measure({ server, phones, screen, joined: Math.max(...joined) });
  } finally {
    await both(phones, (some) => some.kill());
    await server.kill();
  }
}
