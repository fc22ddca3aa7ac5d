import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MarketFeed } from './price-feed.ts';
import { Market } from './random-walk.ts';

const feed = () => new MarketFeed(new Market({ seed: 7, volatility: 0.002 }));

/** Runs `body` on a clock that moves by hand; `tick(ms)` fires every timer due on the way. */
function withClock(t: import('node:test').TestContext, body: (tick: (ms: number) => void) => void) {
  let now = 1_000;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  body((ms) => {
    for (let i = 0; i < ms; i++) {
      now += 1;
      t.mock.timers.tick(1);
    }
  });
}

test('has a first tick before any step', () => {
  const { symbol, seq, price } = feed().latest('ACME');
  assert.deepEqual({ symbol, seq, price }, { symbol: 'ACME', seq: 1, price: 100 });
});

test('numbers ticks without holes and gives prices in dollars with at most two decimals', () => {
  const f = feed();
  const seen: number[] = [];
  f.subscribe((ticks) => {
    assert.deepEqual(
      ticks.map((tick) => tick.symbol),
      ['ACME', 'BOLO', 'ZEPH'],
    );
    for (const { price } of ticks) assert.equal(price, Number(price.toFixed(2)));
    seen.push(ticks[0]?.seq ?? 0);
  });
  for (let i = 0; i < 50; i++) f.step();
  assert.deepEqual(
    seen,
    Array.from({ length: 50 }, (_, i) => i + 2),
  );
});

test('since() gives exactly what came after, in order', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.integer({ min: -5, max: 80 }), (steps, after) => {
      const f = feed();
      for (let i = 0; i < steps; i++) f.step();
      const newest = steps + 1;
      const expected = [];
      for (let seq = Math.max(1, after + 1); seq <= newest; seq++) expected.push(seq);
      assert.deepEqual(
        f.since('BOLO', after).map((tick) => tick.seq),
        expected,
      );
    }),
  );
});

test('keeps at least 10,000 ticks and not ever more', () => {
  const f = feed();
  for (let i = 0; i < 45_000; i++) {
    f.step();
    if (i % 997 === 0 && i > 10_000) {
      const kept = f.since('ACME', 0).length;
      assert.ok(kept >= 10_000 && kept <= 20_000, `${kept} kept`);
    }
  }
});

test('a listener that left hears nothing more', () => {
  const f = feed();
  let heard = 0;
  const leave = f.subscribe(() => heard++);
  f.step();
  leave();
  f.step();
  assert.equal(heard, 1);
});

test('does not drift: timers that fire late never add up', (t) => {
  withClock(t, (tick) => {
    const f = feed();
    f.setRate(3); // 333.33… ms, which no timer can hit
    tick(10 * 60_000 + 1);
    assert.equal(f.latest('ACME').seq, 1 + 1800);
    f.setRate(0);
  });
});

test('changes its rate, stops and starts again', (t) => {
  withClock(t, (tick) => {
    const f = feed();
    f.setRate(1 / 60);
    tick(60_001);
    assert.equal(f.latest('ACME').seq, 2);
    f.setRate(50);
    tick(1_001);
    assert.equal(f.latest('ACME').seq, 52);
    f.setRate(0);
    tick(10_000);
    assert.equal(f.latest('ACME').seq, 52);
    f.setRate(2);
    tick(501);
    assert.equal(f.latest('ACME').seq, 53);
    f.setRate(0);
  });
});

test('the time of a tick is whole, however fine the clock is', (t) => {
  t.mock.method(performance, 'now', () => 1_000.6);
  const f = feed();
  f.step();
  const { at } = f.latest('ACME');
  assert.ok(Number.isInteger(at), `${at}`);
  assert.ok(Math.abs(at - f.now()) <= 0.5, `${at} at ${f.now()}`);
});

test('after a long sleep it goes on from now instead of racing through what was lost', (t) => {
  let now = 1_000;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const f = feed();
  f.setRate(10);
  now += 3_600_000;
  t.mock.timers.tick(100);
  t.mock.timers.tick(1);
  assert.ok(f.latest('ACME').seq <= 4, `seq ${f.latest('ACME').seq}`);
  f.setRate(0);
});

test('steps that are overdue come at once: no timer is set to a time that has passed', (t) => {
  let now = 1_000;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const set = t.mock.method(globalThis, 'setTimeout');
  const f = feed();
  f.setRate(10);
  now += 650;
  t.mock.timers.tick(100);
  const waits = set.mock.calls.map(({ arguments: [, wait] }) => wait);
  assert.equal(Math.min(...waits.map(Number)), 0);
  f.setRate(0);
});

test('somebody who sets the clock of the computer changes neither times nor pace', (t) => {
  withClock(t, (tick) => {
    const f = feed();
    f.setRate(1);
    for (const jump of [3_600_000, -86_400_000]) {
      const { seq, at } = f.latest('ACME');
      t.mock.method(Date, 'now', () => f.now() + jump);
      tick(1_000);
      const after = f.latest('ACME');
      assert.deepEqual([after.seq, after.at], [seq + 1, at + 1_000]);
    }
    f.setRate(0);
  });
});
