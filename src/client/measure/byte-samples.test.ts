import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ByteSample, paidBack, thinned } from './byte-samples.ts';

const samples = (...pairs: [number, number][]): ByteSample[] =>
  pairs.map(([at, bytes]) => ({ at, bytes }));

test('paid back when asking has cost at least as much, not before the handshake', () => {
  const told = samples([100, 660], [600, 750], [1100, 840]);
  assert.equal(paidBack(samples([50, 755]), samples([100, 660])), 100);
  assert.equal(paidBack(samples([200, 400], [700, 800]), told), 700);
  assert.equal(paidBack(samples([200, 400]), told), undefined);
  // Even at first, overtaken, and even again: the last time counts.
  assert.equal(paidBack(samples([50, 755], [1500, 1400]), told), 1500);
  assert.equal(paidBack(samples([200, 400]), []), undefined);
});

test('a long run keeps its shape and its last sample in a bounded number of samples', () => {
  let kept: ByteSample[] = [];
  for (let i = 1; i <= 10_000; i++) kept = thinned([...kept, { at: i, bytes: 2 * i }]);
  assert.ok(kept.length <= 600);
  assert.deepEqual(kept.at(-1), { at: 10_000, bytes: 20_000 });
  assert.ok(kept.every(({ at, bytes }) => bytes === 2 * at));
});
