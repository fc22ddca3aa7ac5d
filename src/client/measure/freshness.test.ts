import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Tick } from '../../protocol/tick.ts';
import { Score } from './freshness.ts';

const tick = (seq: number, at: number, price = 100 + seq): Tick => ({
  symbol: 'ACME',
  seq,
  at,
  price,
});

test('shows nothing before the first price', () => {
  const score = new Score();
  score.truth(tick(1, 0));
  assert.equal(score.outOfDate(500), undefined);
  assert.equal(score.worst(500), undefined);
  assert.equal(score.offBy, undefined);
  assert.equal(score.rightFor, undefined);
  assert.equal(score.waiting, undefined);
});

test('two presses ten seconds apart at two ticks a second miss 19', () => {
  const score = new Score();
  score.truth(tick(1, 0));
  score.shown(tick(1, 0), 100);
  for (let seq = 2; seq <= 21; seq++) score.truth(tick(seq, (seq - 1) * 500));
  assert.equal(score.missed, 0);
  assert.equal(score.waiting, 20);
  score.shown(tick(21, 10_000), 10_100);
  assert.equal(score.missed, 19);
  assert.equal(score.waiting, 0);
});

test('counts out of date from when the shown price stopped being true', () => {
  const score = new Score();
  score.truth(tick(1, 0));
  score.shown(tick(1, 0), 100);
  assert.equal(score.outOfDate(900), 0);
  score.truth(tick(2, 1_000));
  score.truth(tick(3, 2_000));
  assert.equal(score.outOfDate(2_500), 1_500);
  assert.equal(score.offBy, 2);
});

test('an answer that is already wrong is out of date since the tick after it', () => {
  const score = new Score();
  score.truth(tick(1, 0));
  score.truth(tick(2, 1_000));
  score.truth(tick(3, 1_500));
  score.shown(tick(1, 0), 1_600);
  assert.equal(score.outOfDate(1_600), 600);
});

test('a price shown before the instruments tell of it is right', () => {
  const score = new Score();
  score.truth(tick(1, 0));
  score.shown(tick(2, 1_000), 1_001);
  assert.equal(score.offBy, 0);
  assert.equal(score.outOfDate(1_500), 0);
  score.truth(tick(2, 1_000));
  assert.equal(score.outOfDate(1_500), 0);
});

test('a live side shows the worst of the last second', () => {
  const score = new Score();
  score.truth(tick(1, 0));
  score.shown(tick(1, 0), 100);
  score.truth(tick(2, 500));
  score.shown(tick(2, 500), 620);
  assert.equal(score.outOfDate(700), 0);
  assert.deepEqual(score.worst(700), { age: 120, offBy: 1 });
  assert.deepEqual(score.worst(1_700), { age: 0, offBy: 0 });
});

test('right for and mean off by are weighted by time', () => {
  const score = new Score();
  score.truth(tick(1, 0, 100));
  score.shown(tick(1, 0, 100), 0);
  score.truth(tick(2, 1_000, 102));
  score.shown(tick(2, 1_000, 102), 1_500);
  score.advance(2_000);
  assert.equal(score.rightFor, 0.75);
  assert.equal(score.meanOffBy, 0.5);
});

test('a wrong seq with the right price counts as right, and still as out of date', () => {
  const score = new Score();
  score.truth(tick(1, 0, 100));
  score.shown(tick(1, 0, 100), 0);
  score.truth(tick(2, 1_000, 100));
  score.advance(2_000);
  assert.equal(score.rightFor, 1);
  assert.equal(score.outOfDate(2_000), 1_000);
});

test('mean and p95 of out of date are weighted by time', () => {
  const score = new Score();
  score.truth(tick(1, 0));
  score.shown(tick(1, 0), 0);
  for (let seq = 2; seq <= 101; seq++) {
    const at = (seq - 1) * 1_000;
    score.truth(tick(seq, at));
    score.advance(at + 50);
    score.shown(tick(seq, at), at + 100);
  }
  score.advance(101_000);
  // Out of date from 0 to 100 ms in each second but the first.
  assert.ok(Math.abs((score.meanOutOfDate ?? 0) - (100 * 50 * 100) / 101_000) < 0.01);
  assert.ok(Math.abs((score.outOfDateQuantile(0.95) ?? 0) / 49.5 - 1) < 0.03);
  assert.equal(score.outOfDateQuantile(0.5), 0);
  assert.equal(score.ticks, 101);
});

test('suspended time counts for nothing', () => {
  const score = new Score();
  score.truth(tick(1, 0, 100));
  score.shown(tick(1, 0, 100), 0);
  score.suspend(1_000);
  score.truth(tick(2, 5_000, 101));
  score.resume(9_000);
  score.advance(10_000);
  assert.equal(score.rightFor, 0.5);
});

test('born unseen it counts neither time nor misses until somebody looks', () => {
  const score = new Score(false);
  score.truth(tick(1, 0));
  score.shown(tick(1, 0), 0);
  for (let seq = 2; seq <= 9; seq++) score.truth(tick(seq, seq * 100));
  score.shown(tick(5, 500), 950);
  score.advance(1_000);
  assert.equal(score.missed, 0);
  assert.equal(score.duration, 0);
  assert.equal(score.rightFor, undefined);

  score.resume(1_000);
  score.truth(tick(10, 1_100));
  score.truth(tick(11, 1_200));
  score.shown(tick(11, 1_200), 1_300);
  assert.equal(score.missed, 2, 'of 9 and 10, which were true while somebody looked');
  assert.equal(score.duration, 300);
});

test('to resume twice changes nothing', () => {
  const score = new Score();
  score.truth(tick(1, 0));
  score.shown(tick(1, 0), 0);
  score.truth(tick(2, 100));
  score.truth(tick(3, 200));
  score.resume(250);
  score.shown(tick(3, 200), 300);
  assert.equal(score.missed, 1);
});

test('what was true only while nobody looked is not missed', () => {
  const score = new Score();
  score.truth(tick(1, 0));
  score.shown(tick(1, 0), 0);
  score.truth(tick(2, 500));
  score.suspend(1_000);
  for (let seq = 3; seq <= 6; seq++) score.truth(tick(seq, seq * 1_000));
  score.resume(6_500);
  score.truth(tick(7, 7_000));
  // The 2nd was true before the time stood still, the 6th and the 7th after it.
  score.shown(tick(6, 6_000), 7_100);
  assert.equal(score.missed, 1);
  score.shown(tick(7, 7_000), 7_200);
  score.suspend(7_300);
  for (let seq = 8; seq <= 9; seq++) score.truth(tick(seq, seq * 1_000));
  score.resume(9_500);
  score.truth(tick(10, 10_000));
  score.shown(tick(10, 10_000), 10_100);
  assert.equal(score.missed, 2);
  assert.equal(score.ticks, 6, '1, 2, 6, 7, 9, 10');
});

test('whatever arrives, shown + missed + waiting make up all that was true since the first', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (arrives) => {
      const score = new Score();
      score.truth(tick(1, 0));
      score.shown(tick(1, 0), 0);
      arrives.forEach((does, i) => {
        const next = tick(i + 2, (i + 1) * 100);
        score.truth(next);
        if (does) score.shown(next, (i + 1) * 100 + 50);
      });
      assert.equal(score.arrivals + score.missed + (score.waiting ?? 0), arrives.length + 1);
    }),
  );
});

test('what nobody has shown in time is unseen; what may be on its way is not yet', () => {
  const score = new Score();
  score.truth(tick(1, 0));
  score.shown(tick(1, 0), 100);
  for (let seq = 2; seq <= 21; seq++) score.truth(tick(seq, (seq - 1) * 500));
  assert.equal(score.unseen(10_000, 100), 18, 'the one that is true at the other end may come');
  score.shown(tick(21, 10_000), 10_100);
  assert.equal(score.unseen(10_100, 100), 19);
});

test('on a slow line what is on its way is not called unseen, and the number never falls', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_000 }),
      fc.array(fc.record({ gap: fc.integer({ min: 20, max: 2_000 }), asked: fc.boolean() }), {
        minLength: 1,
        maxLength: 40,
      }),
      (transit, plan) => {
        const score = new Score();
        const arrivals: { at: number; tick: Tick }[] = [];
        let time = 0;
        let last = 0;
        const pass = (until: number) => {
          for (; time < until; time += 10) {
            for (const { tick } of arrivals.filter(({ at }) => at >= time && at < time + 10)) {
              score.shown(tick, time + 9);
            }
            const unseen = score.unseen(time + 9, transit);
            assert.ok(unseen >= last, `${unseen} after ${last}`);
            last = unseen;
          }
        };
        plan.forEach(({ gap, asked }, index) => {
          const one = tick(index + 1, time);
          score.truth(one);
          if (asked || index === 0) arrivals.push({ at: time + transit, tick: one });
          pass(time + gap);
        });
        pass(time + transit + 1_000);
      },
    ),
    { numRuns: 50 },
  );
});

test('prices that a line brings after it is back are recovered, not seen', () => {
  const score = new Score();
  score.truth(tick(1, 10));
  score.truth(tick(2, 15));
  score.opened(18);
  score.shown(tick(1, 10), 20);
  assert.equal(score.recovered, 0, 'the first price of a run makes up for nothing');
  for (let seq = 2; seq <= 6; seq++) score.truth(tick(seq, seq * 500));
  score.opened(3_100);
  for (let seq = 2; seq <= 6; seq++) score.shown(tick(seq, seq * 500), 3_110);
  assert.equal(score.recovered, 4, 'the last one is true');
  assert.equal(score.missed, 0);
  score.truth(tick(7, 3_500));
  score.truth(tick(8, 3_510));
  score.shown(tick(7, 3_500), 3_520);
  assert.equal(score.recovered, 4, 'late on an open line is not recovered');
});
