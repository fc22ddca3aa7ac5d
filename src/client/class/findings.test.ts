import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reveal, WayResult } from '../../protocol/class/results.ts';
import { afterNews, bytesPerPrice, finding, rightInWords } from './findings.ts';

const result = (changes: Partial<WayResult>): WayResult => ({
  way: 'press',
  n: 3,
  hidden: 0,
  lost: 0,
  missed: 0,
  prices: 10,
  questions: 10,
  bytes: 7_500,
  connections: 3,
  ...changes,
});

const reveal = (changes: Partial<Reveal>): Reveal => ({
  answer: 1,
  tally: { first: [1, 3] },
  why: '',
  results: [],
  absent: 0,
  ...changes,
});

test('a time after the news is never before it', () => {
  assert.equal(afterNews(-2), '0 ms');
  assert.equal(afterNews(999), '999 ms');
  assert.equal(afterNews(3_800), '3.8 s');
  assert.equal(afterNews(undefined), '—');
});

test('bytes per price are not known before there was a price', () => {
  assert.equal(bytesPerPrice(result({})), 750);
  assert.equal(bytesPerPrice(result({ prices: 0 })), undefined);
});

test('the share of right answers, before and after a talk', () => {
  assert.equal(rightInWords(reveal({})), '75 %');
  assert.equal(rightInWords(reveal({ tally: { first: [1, 1], second: [0, 2] } })), '50 % → 100 %');
  assert.equal(rightInWords(reveal({ tally: { first: [0, 0] } })), '—');
});

test('a round is remembered by the news if there was any, else by what a price cost', () => {
  const knew = (median: number) => ({ knewAfter: { low: 0, median, high: 0 } });
  assert.equal(
    finding(
      reveal({
        results: [
          result({ ...knew(3_800) }),
          result({ way: 'timer' }),
          result({ way: 'websocket', ...knew(22) }),
        ],
      }),
    ),
    'WebSocket: knew after 22 ms · Ask: by hand: knew after 3.8 s',
  );
  assert.equal(
    finding(
      reveal({ results: [result({ way: 'long-poll' }), result({ way: 'sse', bytes: 1_050 })] }),
    ),
    'Server-Sent Events: 105 B a price · Ask and wait: 750 B a price',
  );
  assert.equal(
    finding(
      reveal({
        results: [
          result({ prices: 0, rightFor: 0.2 }),
          result({ way: 'websocket', prices: 0, rightFor: 0.9 }),
        ],
      }),
    ),
    'Ask: by hand: right for 20 % · WebSocket: right for 90 %',
  );
  assert.equal(finding(reveal({})), '');
});
