import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../session/session.ts';
import { leftWay } from '../ways/index.ts';
import { columns, csv, markdown, rowsOf } from './report.ts';

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
    bytes: 800,
    connections: 1,
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
  assert.equal(row[headings.indexOf('Right for (0 to 1)')], '0.5');
  assert.equal(row[headings.indexOf('"Off by, mean ($)"')], '0.25');
  assert.equal(row[headings.indexOf('Bytes per new price')], '400');
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
