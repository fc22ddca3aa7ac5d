import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerClock } from '../session/clock.ts';
import { Side } from '../session/side.ts';
import { press } from '../ways/press.ts';
import { websocket } from '../ways/websocket.ts';
import { freshnessOf, isRarelyNewest } from './freshness-of.ts';

/** Two seconds of prices, each shown so long after it became true, in ms. */
function watch(way: typeof press | typeof websocket, every: number, late: number) {
  const clock = new ServerClock(1);
  const side = new Side(way, clock);
  const { score } = side.run;
  score.resume(0);
  for (let at = 0, seq = 1; at < 2_000; at += every, seq++) {
    const tick = { symbol: 'ACME', seq, price: 100 + seq, at } as const;
    score.truth(tick);
    score.shown(tick, at + late);
  }
  Object.defineProperty(clock, 'now', { get: () => 2_000 - every + late });
  return [{ clock, measured: true, settings: { paused: false } }, side] as const;
}

test('what is late by most of a price’s time is up to date, and rarely the newest', () => {
  const seen = watch(websocket, 50, 30);
  assert.equal(freshnessOf(...seen)?.stale, false);
  assert.equal(isRarelyNewest(...seen), true);
});

test('what is late by little of it is nothing to explain', () => {
  const seen = watch(websocket, 500, 30);
  assert.equal(freshnessOf(...seen)?.stale, false);
  assert.equal(isRarelyNewest(...seen), false);
});

test('what is out of date says so itself', () => {
  const seen = watch(websocket, 500, 300);
  assert.equal(freshnessOf(...seen)?.stale, true);
  assert.equal(isRarelyNewest(...seen), false);
});

test('whoever asks by hand is not expected to keep up', () => {
  assert.equal(isRarelyNewest(...watch(press, 50, 30)), false);
});

test('while nothing can be known, nothing is explained', () => {
  const [viewer, side] = watch(websocket, 50, 30);
  assert.equal(isRarelyNewest({ ...viewer, measured: false }, side), false);
  assert.equal(isRarelyNewest({ ...viewer, settings: { paused: true } }, side), false);
});
