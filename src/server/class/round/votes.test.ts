import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ballot, talkWouldHelp } from './votes.ts';

test('a member votes once, however often it sends, and the last vote counts', () => {
  const ballot = new Ballot();
  for (const choice of [0, 2, 2, 1]) ballot.cast('a', choice, false);
  ballot.cast('__proto__', 2, false);
  assert.equal(ballot.voted(false), 2);
  assert.deepEqual(ballot.tally(3, false), { first: [0, 1, 1] });
  assert.deepEqual([ballot.of('a', false), ballot.of('b', false)], [1, undefined]);
});

test('a second vote stands beside the first', () => {
  const ballot = new Ballot();
  ballot.cast('a', 0, false);
  ballot.cast('b', 1, false);
  ballot.cast('a', 1, true);
  assert.equal(ballot.voted(true), 1);
  assert.deepEqual(ballot.tally(2, true), { first: [1, 1], second: [0, 1] });
  assert.deepEqual([ballot.share(1, false), ballot.share(1, true)], [0.5, 1]);
});

test('without votes there is no share', () => {
  const ballot = new Ballot();
  assert.equal(ballot.share(0, false), undefined);
  assert.deepEqual(ballot.tally(2, true), { first: [0, 0], second: [0, 0] });
});

test('a talk helps between one and two thirds', () => {
  const helps = [undefined, 0, 0.33, 1 / 3, 0.5, 2 / 3, 0.67, 1].map(talkWouldHelp);
  assert.deepEqual(helps, [false, false, false, true, true, true, false, false]);
});
