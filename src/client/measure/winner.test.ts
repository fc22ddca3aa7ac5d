import assert from 'node:assert/strict';
import test from 'node:test';
import { whereAskingWins } from './winner.ts';

const told = { rightFor: 0.998, bytes: 3_000 };
const wins = whereAskingWins.bind(undefined, 'asking on a timer');

test('asking wins if it was right as long, as shown, and cost clearly fewer bytes', () => {
  assert.equal(
    wins({ rightFor: 0.996, bytes: 1_500, questions: 2 }, told),
    'In this run asking on a timer cost fewer bytes, and the price was right for just as long.',
  );
  assert.equal(
    wins({ rightFor: 1, bytes: 1_500, questions: 2 }, { ...told, rightFor: 0.9 }),
    'In this run asking on a timer cost fewer bytes, and the price was right for longer.',
  );
});

for (const [why, asked] of [
  ['it was right for less of the time', { rightFor: 0.99, bytes: 1_500, questions: 2 }],
  ['it cost more bytes', { rightFor: 1, bytes: 3_100, questions: 4 }],
  [
    'it will have cost as many after its next question',
    { rightFor: 1, bytes: 1_500, questions: 1 },
  ],
  ['its bytes are not counted yet', { rightFor: 1, bytes: 0, questions: 1 }],
  ['nothing is known yet', { rightFor: undefined, bytes: 0, questions: 0 }],
] as const) {
  test(`asking does not win if ${why}`, () => {
    assert.equal(wins(asked, told), undefined);
  });
}

test('nobody wins while no byte of either side is counted', () => {
  const nothing = { rightFor: 0, bytes: 0 };
  assert.equal(wins({ ...nothing, questions: 1 }, nothing), undefined);
});
