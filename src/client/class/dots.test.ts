import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Landed } from '../../protocol/class/news.ts';
import { axisEnd, LATER, marksOf, pile, placeOf } from './dots.ts';
import { Landings, median } from './landings.ts';

const landed = (changes: Partial<Landed>): Landed => ({
  type: 'landed',
  step: 1,
  seq: 5,
  phones: [],
  ...changes,
});

test('the axis ends where the last phone landed, but not after five seconds', () => {
  assert.equal(axisEnd([]), 1_000);
  assert.equal(axisEnd([20, 990]), 1_000);
  assert.equal(axisEnd([20, 1_001]), 2_000);
  assert.equal(axisEnd([20, 4_000, 60_000]), 5_000);
  assert.deepEqual(marksOf(2_000), [0, 500, 1_000, 1_500, 2_000]);
});

test('a time before the news stands at its moment, a late one in the strip', () => {
  assert.equal(placeOf(-3, 1_000), 0);
  assert.ok(placeOf(1_000, 1_000) < 1 - LATER);
  assert.equal(placeOf(9_000, 5_000), 1 - LATER / 2);
});

test('dots at one time are piled up, and however many they are, they stay in their lane', () => {
  const [first, second, apart] = pile([10, 10, 800], 1_000);
  assert.equal(first?.x, second?.x);
  assert.ok((second?.y ?? 0) > (first?.y ?? 0));
  assert.ok((apart?.x ?? 0) > 0.5);
  assert.equal(apart?.y, 0);
  const many = pile(Array(300).fill(25), 1_000);
  assert.equal(many.length, 300);
  assert.ok(many.every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y < 1));
});

test('phones land one by one, in order; other news begins anew', () => {
  const landings = new Landings();
  landings.add(
    landed({
      phones: [
        { way: 'timer', after: 700 },
        { way: 'websocket', after: 20 },
      ],
    }),
  );
  landings.add(landed({ phones: [{ way: 'timer', after: 300 }] }));
  assert.deepEqual(landings.of('timer'), [300, 700]);
  assert.deepEqual(landings.of('press'), []);
  assert.ok(landings.isOf(1, 5));
  landings.add(landed({ seq: 9, phones: [{ way: 'timer', after: 400 }] }));
  assert.deepEqual(landings.of('timer'), [400]);
  assert.ok(!landings.isOf(1, 5));
  landings.clear();
  assert.deepEqual(landings.of('timer'), []);
});

test('the median of none, of three, of four', () => {
  assert.equal(median([]), undefined);
  assert.equal(median([1, 2, 9]), 2);
  assert.equal(median([1, 2, 4, 9]), 3);
});
