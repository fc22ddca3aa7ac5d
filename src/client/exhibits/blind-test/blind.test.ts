import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerTo, type Clue, type Measured } from './blind.ts';

const told: Measured = { duration: 10_000, ticks: 20, arrivals: 20, missed: 0, meanOutOfDate: 100 };
const asked: Measured = { ...told, arrivals: 10, missed: 10, meanOutOfDate: 400 };

for (const [clue, other, answer] of [
  ['itself', asked, 'You said it moved by itself. It did: 20 times, every 0.5 s.'],
  [
    'fresh',
    asked,
    'You said it was quicker. It was: its price was 0.1 s out of date on average, the other one’s 0.4 s.',
  ],
  [
    'fresh',
    told,
    'You said it was quicker. Not this time: its price was 0.1 s out of date on average, the other one’s 0.1 s.',
  ],
  ['skips', asked, 'You said the other one skipped prices. It did: it skipped 10 of 20.'],
  ['skips', told, 'You said the other one skipped prices. Not this time: it skipped 0 of 20.'],
  [
    'nothing',
    asked,
    'You said nothing did. On average the WebSocket’s price was 0.1 s out of date, the other one’s 0.4 s.',
  ],
] as [Clue, Measured, string][]) {
  test(`answers “${clue}” by what was measured: ${answer.slice(0, 60)}`, () => {
    assert.equal(answerTo(clue, told, other), answer);
  });
}

test('makes up no movement where there was none', () => {
  const still = { ...told, arrivals: 1 };
  assert.doesNotMatch(answerTo('itself', still, still), /times/);
});
