import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reveal, WayResult } from '../../protocol/class/results.ts';
import { LOBBY } from './class-state.ts';
import { classReport } from './report.ts';
import { rounds } from './round/rounds.ts';
import type { ClassFacts } from './snapshot.ts';

const NOW = new Date('2026-11-26T10:00:00Z');

const result = (given: Partial<WayResult> = {}): WayResult => ({
  way: 'press',
  n: 12,
  hidden: 1,
  lost: 0,
  missed: 30,
  prices: 10,
  questions: 11,
  bytes: 7_550,
  connections: 12,
  ...given,
});

const reveal = (given: Partial<Reveal> = {}): Reveal => ({
  answer: 1,
  tally: { first: [6, 18, 0] },
  why: 'Because.',
  results: [],
  absent: 0,
  ...given,
});

const factsOf = (reveals: [number, Reveal][]) =>
  ({
    state: { ...LOBBY, revealed: reveals.map(([index]) => index) },
    rounds,
    reveals: new Map(reveals),
  }) as unknown as ClassFacts;

const facts = factsOf([
  [
    0,
    reveal({
      tally: { first: [6, 18, 0], second: [0, 24, 0] },
      results: [
        result({ rightFor: 0.5, knewAfter: { low: 1, median: 2.345, high: 3 } }),
        result({ way: 'websocket', prices: 0 }),
      ],
      absent: 2,
    }),
  ],
  [7, reveal({ answer: 3, tally: { first: [0, 0, 0, 24] } })],
]);

test('the report in Markdown has votes, ways and why of each round', () => {
  const text = classReport(facts, 'markdown', NOW);
  assert.match(text, /^# Ask or be told\? A class\n\n2026-11-26\n\n## Who is right\?\n/);
  assert.match(text, /\n\| The ones who are told ✓ \| 18 \| 24 \|\n/);
  assert.match(text, /20 s at most, 120 price changes a minute, 2 phones left out/);
  assert.match(
    text,
    /\| Ask: when I press \| 12 \| 1 \| 0 \| 2\.35 \| 1 \| 3 \| 50 \| 30 \| 10 \| 11 \| 12 \| 7550 \| 755 \|/,
  );
  // What is not known is no number.
  assert.match(text, /\| Be told: WebSocket \| 12 \| 1 \| 0 \| — \| — \| — \| — \|.*\| — \|\n/);
  assert.match(text, /## Which would you use\?.*\| A multiplayer game ✓ \| 24 \|\n\nBecause\.\n$/s);
});

test('the report as CSV has units in its headings, plain numbers, and nothing where nothing is known', () => {
  const [head, ...rows] = classReport(facts, 'csv', NOW).split('\r\n');
  assert.match(head ?? '', /^\uFEFFDate,Round,Right in the first vote \(%\),.*Bytes \(B\),/);
  const columns = (row = '') => row.replace(/"[^"]*"/g, 'x').split(',').length;
  assert.equal(rows.length, 4);
  for (const row of rows.slice(0, 3)) assert.equal(columns(row), columns(head));
  assert.match(
    rows[0] ?? '',
    /^2026-11-26,Who is right\?,75,100,20,120,,Ask: when I press,12,1,0,2\.35,/,
  );
  assert.match(rows[1] ?? '', /,Be told: WebSocket,12,1,0,,,,,30,0,11,12,7550,$/);
  assert.match(rows[2] ?? '', /^2026-11-26,Which would you use\?,100,,20,120,,,/);
});

test('no cell is one that a spreadsheet would run', () => {
  for (const row of classReport(facts, 'csv', NOW).slice(1).split('\r\n')) {
    for (const cell of row.split(',')) assert.doesNotMatch(cell, /^"?[=+\-@\t]/);
  }
});

test('before anything is revealed the report says so', () => {
  assert.match(classReport(factsOf([]), 'markdown', NOW), /No round has been revealed yet\.\n$/);
  assert.equal(classReport(factsOf([]), 'csv', NOW).split('\r\n').length, 2);
});
