import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Session } from '../session/session.ts';
import { leftWay } from '../ways/index.ts';
import { columns, csv, markdown } from './report.ts';
import { rowsOf } from './rows.ts';

/** A session as a report sees it, in the middle of a run. */
function running(measured: boolean): Session {
  const run = {
    score: {
      duration: 1_500,
      ticks: 3,
      rightFor: 0.5,
      meanOutOfDate: 20,
      outOfDateQuantile: () => 40,
      meanOffBy: 0.25,
      unseen: () => 1,
      recovered: 0,
      arrivals: 2,
    },
    journeys: { quantile: () => 30 },
    counts: { questions: 4, answers: 3, received: 0, wasted: 1, failures: 1 },
    moved: { bytes: 800, connections: 1 },
  };
  const side = { way: leftWay('timer'), symbol: 'ACME', run };
  return {
    left: side,
    right: side,
    settings: { left: 'timer', poll: '1' },
    instruments: { rate: 2 },
    clock: { now: 0 },
    rtt: measured ? 200 : undefined,
    measured,
  } as unknown as Session;
}

const table = (session: Session) => {
  const [headings = [], row = []] = csv(rowsOf(session), 'here')
    .split('\r\n')
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  return { headings, row };
};

test('a spreadsheet reads the letters and the units', () => {
  assert.equal(csv(rowsOf(running(true)), 'here').charCodeAt(0), 0xfeff);
  const { headings, row } = table(running(true));
  assert.equal(row[headings.indexOf('Duration (ms)')], '1500');
  assert.equal(row[headings.indexOf('Right for (%)')], '50');
  assert.equal(row[headings.indexOf('"Off by, mean ($)"')], '0.25');
  assert.equal(row[headings.indexOf('Bytes per new price (B)')], '400');
});

test('without the instruments, what they measure is left empty', () => {
  const { headings, row } = table(running(false));
  const filled = headings.filter((_, i) => row[i] !== '');
  assert.deepEqual(
    filled.map((heading) => heading.replace('\uFEFF', '')),
    ['Way', 'Settings', 'Questions', 'Answers', 'Wasted', 'Failed', 'Origin'],
  );
  assert.equal(row[1], '"ACME, —/s, — ms, every 1 s"');
  const [, , line = ''] = markdown(rowsOf(running(false)), 'here').split('\n');
  assert.equal(line.match(/ — (?=\|)/g)?.length, columns.length - 6);
});

test('numbers have two decimals at most', () => {
  const [row] = rowsOf(running(true));
  const rounded = csv([{ ...row, meanOutOfDate: 1 / 3, bytesPerPrice: 755.0049 }], 'here');
  assert.match(rounded, /,0\.33,/);
  assert.match(rounded, /,755,here\r\n$/);
});

test('no cell begins as a formula does, and each text can be read back', () => {
  const [row] = rowsOf(running(true));
  const text = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n'), fc.string())
      .map((t) => t.join('')),
  );
  fc.assert(
    fc.property(text, text, text, (way, settings, origin) => {
      const file = csv([{ ...row, way, settings }], origin);
      const cells = parse(file.slice(1)).at(1) ?? [];
      const texts = [cells.at(0), cells.at(1), cells.at(-1)];
      for (const [i, text] of [way, settings, origin].entries()) {
        const cell = texts[i] ?? '';
        assert.doesNotMatch(cell, /^[=+\-@\t\r\n]/);
        assert.ok(cell === text || cell === `'${text}`);
      }
    }),
  );
});

/** Reads CSV by RFC 4180. */
function parse(file: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of file.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') rows.push([]);
  }
  return rows;
}
