import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clockStep, localNow, ServerClock } from './clock.ts';

test('knows nothing before the first exchange', () => {
  const clock = new ServerClock();
  assert.equal(clock.now, undefined);
  assert.equal(clock.error, undefined);
});

test('the true offset is never further off than the stated error', () => {
  const way = fc.double({ min: 0, max: 500, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.array(fc.tuple(way, way), { minLength: 1, maxLength: 20 }),
      (offset, exchanges) => {
        const clock = new ServerClock();
        let sent = 0;
        for (const [up, down] of exchanges) {
          clock.add(sent, sent + up + offset, sent + up + down);
          sent += 2_000;
        }
        const before = localNow();
        const estimate = clock.now ?? Number.NaN;
        const after = localNow();
        const error = (clock.error ?? Number.NaN) + 0.01;
        assert.ok(estimate >= before + offset - error && estimate <= after + offset + error);
      },
    ),
  );
});

test('finds by how much a clock goes on at once', () => {
  for (const step of [0.005, 1, 16.67, 100]) {
    // Each reading takes a thousandth of a millisecond.
    let time = 0.4 * step;
    const coarse = () => {
      time += 0.001;
      return Math.floor(time / step) * step;
    };
    const found = clockStep(coarse);
    assert.ok(Math.abs(found / step - 1) < 1e-6, `${found} for ${step}`);
  }
  assert.equal(
    clockStep(() => 5),
    100,
    'a clock that stands still',
  );
});

test('with a coarse clock the stated error is never smaller than its step, nor than the truth', () => {
  const step = 100;
  const coarse = (time: number) => Math.floor(time / step) * step;
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e4, noNaN: true }),
      fc.double({ min: 0, max: 300, noNaN: true }),
      fc.double({ min: 0, max: 300, noNaN: true }),
      (sent, up, down) => {
        const clock = new ServerClock(step);
        clock.add(coarse(sent), sent + up, coarse(sent + up + down));
        const error = clock.error ?? 0;
        assert.ok(error >= step);
        const before = localNow();
        const estimate = clock.now ?? Number.NaN;
        const after = localNow();
        assert.ok(estimate >= before - error - 0.01 && estimate <= after + error + 0.01);
      },
    ),
  );
});

test('the quickest of the last eight exchanges counts', () => {
  const clock = new ServerClock();
  clock.add(0, 5, 2);
  for (let i = 0; i < 7; i++) clock.add(0, 5, 40);
  assert.equal(clock.error, 1);
  clock.add(0, 5, 30);
  assert.equal(clock.error, 15);
});
