import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Guesses } from './guesses.ts';

/** How many of a hundred guesses a second are answered within so many seconds. */
function answered(seconds: number): number {
  let now = 1_000;
  let count = 0;
  const guesses = new Guesses(() => now);
  for (let i = 0; i < seconds * 100; i++) {
    if (!guesses.spent('a')) {
      guesses.count('a');
      count += 1;
    }
    now += 10;
  }
  assert.equal(guesses.wrong, count);
  return count;
}

test('a hundred guesses a second become one in three seconds', () => {
  assert.equal(answered(1), 20);
  assert.ok(Math.abs(answered(600) - (20 + 200)) <= 1);
});

test('each address has guesses of its own, and gets them back', () => {
  let now = 0;
  const guesses = new Guesses(() => now);
  while (!guesses.spent('a')) guesses.count('a');
  assert.equal(guesses.spent('b'), false);
  now += 3_000;
  assert.equal(guesses.spent('a'), false);
  guesses.count('a');
  assert.equal(guesses.spent('a'), true);
  now += 60_000;
  for (let i = 0; i < 20; i++) {
    assert.equal(guesses.spent('a'), false);
    guesses.count('a');
  }
  assert.equal(guesses.spent('a'), true);
});

test('names mean nothing', () => {
  const guesses = new Guesses(() => 0);
  assert.equal(guesses.spent('__proto__'), false);
  guesses.count('constructor');
  assert.equal(guesses.spent('constructor'), false);
});
