/** Lets clients of every kind come to the real server, and looks what is left when they have gone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { origin, table } from '../report.js';
import { Problem, script } from '../run.js';
import { AT_A_TIME, letThemCome } from './crowd.ts';
import { fetchText } from './http.ts';
import { readOptions } from './options.ts';
import { type Held, Server } from './server.ts';
import type { Watcher } from './watchers.ts';

/** The server keeps a page's line for a minute after it, so that a run shorter than this, in minutes, has none. */
const PAGES_FROM = 1;

/** The server has so long to be as before, in ms: a line that is stalled is kept for two such minutes. */
const DEADLINE = 150_000;

/** The heap may grow by so many bytes: the market's history, and what any two collections differ by. */
const PER_TICK = 300;
const NOISE = 3_000_000;

type Row = [name: string, before: string, after: string, good: boolean];

const number = (value: number) => value.toLocaleString('en');
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const mark = (good: boolean) => (good ? '✓' : '✗');

await script(async () => {
  const { minutes, descriptors, seed } = readOptions();
  const crowd = { silent: descriptors ?? 0, pages: minutes >= PAGES_FROM };
  const server = await Server.start(descriptors);
  try {
    // What is loaded only when it is asked for first is no loss.
    for (const path of ['/', '/metrics']) await fetchText({ port: server.port, path });
    const before = await server.held();
    console.log('Warming up…');
    await letThemCome(server, { ...crowd, minutes: minutes / 10, seed: -seed * 1e7 });
    await untilItHolds(server, before);
    const heapBefore = await server.heap();

    const { clients, watchers, refused } = await letThemCome(server, {
      ...crowd,
      minutes,
      seed: seed * 1e7,
    });
    const after = await untilItHolds(server, before);
    const heapAfter = await server.heap();
    const health = JSON.parse((await fetchText({ port: server.port, path: '/health' })).body);

    const allowed = heapBefore + NOISE + health.ticks * PER_TICK;
    // That there is no descriptor for a file is what is to be tried.
    const errors = server.logged.filter((line) => !(descriptors && line.includes('EMFILE')));
    const rows: Row[] = [
      ...rowsOf(before, after),
      [
        'Heap after collection',
        megabytes(heapBefore),
        `${megabytes(heapAfter)} (at most ${megabytes(allowed)})`,
        heapAfter <= allowed,
      ],
      ['Health', '', health.status, health.status === 'ok'],
      ['Lines logged', '', number(errors.length), errors.length === 0],
      // Only for want of descriptors, and then it has to.
      ['Newcomers refused', '', number(refused), refused > 0 === (descriptors !== undefined)],
    ];
    const report = rows.map(([name, before, after, good]) => [name, before, after, mark(good)]);
    const ended = `${number(clients)} clients that misbehave in ${minutes} minutes, ${AT_A_TIME} at a time`;
    const how = [
      crowd.pages ? '' : ', none of them a page',
      `; seed ${seed}; ${number(health.ticks)} ticks`,
      descriptors === undefined ? '' : `; ${descriptors} descriptors`,
    ];
    console.log(`
${table(['The server', 'Before', 'After', ''], report)}

${table(['Watchers', 'Told', 'Missed', 'Failures', ''], watchers.map(cellsOf))}

${ended}${how.join('')}; ${origin()}.`);

    const failures = watchers.flatMap(({ name, failures }) =>
      failures.map((failure) => `${name}: ${failure}`),
    );
    for (const line of [...errors, ...failures].slice(0, 20)) console.error(line);
    if (!rows.every(([, , , good]) => good) || !watchers.every(({ well }) => well)) {
      throw new Problem('The server is not as before, or somebody has missed something.');
    }
  } finally {
    await server.stop();
  }
});
process.exit();

/** What the server holds once it holds what it did before, or has had the time for that. */
async function untilItHolds(server: Server, before: Held): Promise<Held> {
  const end = performance.now() + DEADLINE;
  for (;;) {
    // One that has no descriptor left yet can't be asked.
    const held = await server.held().catch(() => undefined);
    const asBefore = JSON.stringify(held) === JSON.stringify(before);
    if (held && (asBefore || performance.now() > end)) return held;
    await sleep(100);
  }
}

function rowsOf(before: Held, after: Held): Row[] {
  const names = Object.keys(before) as (keyof Held)[];
  return names.map((name) => {
    const [was, is] = [before[name], after[name]];
    const say = (value: number | undefined) =>
      value === undefined ? 'only Linux tells' : number(value);
    return [(name[0] ?? '').toUpperCase() + name.slice(1), say(was), say(is), was === is];
  });
}

function cellsOf({ name, told, everything, missed, failures, well }: Watcher): string[] {
  return [
    name,
    number(told),
    everything ? number(missed) : '—',
    number(failures.length),
    mark(well),
  ];
}
