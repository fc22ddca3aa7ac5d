import assert from 'node:assert/strict';
import test from 'node:test';
import { whereAskingWins } from './winner.ts';

const told = { rightFor: 0.998, bytes: 3_000 };

test('asking wins if it was right as long, as shown, and cost clearly fewer bytes', () => {
  assert.equal(
    whereAskingWins({ rightFor: 0.996, bytes: 1_500 }, told),
    'In this run asking cost fewer bytes and was right as long.',
  );
  assert.equal(
    whereAskingWins({ rightFor: 1, bytes: 1_500 }, { ...told, rightFor: 0.9 }),
    'In this run asking cost fewer bytes and was right for longer.',
  );
});

for (const [why, asked] of [
  ['it was right for less of the time', { rightFor: 0.99, bytes: 1_500 }],
  ['it cost more bytes', { rightFor: 1, bytes: 3_100 }],
  ['it cost hardly fewer bytes', { rightFor: 1, bytes: 2_900 }],
  ['nothing is known yet', { rightFor: undefined, bytes: 0 }],
] as const) {
  test(`asking does not win if ${why}`, () => {
    assert.equal(whereAskingWins(asked, told), undefined);
  });
}
