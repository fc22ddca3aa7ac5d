import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Meter } from '../../../protocol/instruments/bytes.ts';
import type { Tick } from '../../../protocol/tick.ts';
import { localNow, ServerClock } from '../clock.ts';
import { Run } from './run.ts';

const meter = (bytes: number, connections: number): Meter => ({
  read: bytes,
  written: 2 * bytes,
  tls: 0,
  connections,
  open: connections,
  handshake: 0,
  headers: bytes,
  framing: 0,
  body: 2 * bytes,
});

/** The server's clock, which is the page's. */
function synchronous(): ServerClock {
  const clock = new ServerClock();
  clock.add(1, 1, 1);
  return clock;
}

const tick = (seq: number, at = localNow()): Tick => ({ symbol: 'ACME', seq, price: seq, at });

test('whatever becomes of the server’s counters, a run’s bytes are all that was added to them', () => {
  const step = fc.record({ another: fc.boolean(), by: fc.integer({ min: 0, max: 1_000 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const run = new Run(new ServerClock());
      let line = 0;
      let total = { bytes: 0, connections: 0 };
      const expected = { bytes: 0, connections: 0 };
      for (const { another, by } of steps) {
        if (another) {
          line += 1;
          total = { bytes: 0, connections: 0 };
        }
        total = { bytes: total.bytes + by, connections: total.connections + 1 };
        expected.bytes += by;
        expected.connections += 1;
        run.measure(`${line}`, meter(total.bytes, total.connections));
        assert.equal(run.bytes, 3 * expected.bytes);
        assert.equal(run.moved.connections, expected.connections);
        assert.deepEqual(run.moved.sizes, {
          tls: 0,
          handshake: 0,
          headers: expected.bytes,
          framing: 0,
          body: 2 * expected.bytes,
        });
      }
    }),
  );
});

test('a new run counts nothing of another', () => {
  const clock = synchronous();
  const first = new Run(clock, true);
  first.truth(tick(1));
  first.receive(tick(1), 5);
  first.measure('line', meter(10, 1));
  first.count('questions');
  const second = new Run(clock, true);
  assert.deepEqual(
    [second.bytes, second.counts.questions, second.shown, second.lastAnswer, second.byteSamples],
    [0, 0, undefined, undefined, []],
  );
  assert.equal(first.byteSamples.length, 1);
});

test('a price that was overtaken, or that brings nothing new, changes nothing', () => {
  const run = new Run(synchronous(), true);
  run.truth(tick(3));
  assert.equal(run.receive(tick(2), 10), true);
  assert.deepEqual(run.lastAnswer, { took: 10, stale: true });
  assert.equal(run.receive(tick(2), 10), false);
  assert.equal(run.receive(tick(1), 10), false);
  assert.deepEqual([run.counts.wasted, run.shown?.seq, run.score.arrivals], [2, 2, 1]);
});

test('a run that goes on from another shows its price, which is judged but has not arrived in it', () => {
  const clock = synchronous();
  const since = localNow() - 500;
  const first = new Run(clock, true);
  first.truth(tick(1, since - 500));
  first.receive(tick(1, since - 500), 5);
  // Two prices that were never shown: they were missed in the first run.
  first.truth(tick(2, since));
  first.truth(tick(3, since + 100));
  const second = new Run(clock, true);
  second.goOn(first.standing);
  const now = clock.now as number;
  assert.equal(second.shown?.seq, 1);
  assert.equal(second.score.outOfDate(now), now - since);
  assert.deepEqual([second.score.arrivals, second.score.ticks, second.score.waiting], [0, 1, 2]);
  second.truth(tick(4));
  second.receive(tick(5), 5);
  assert.equal(second.score.missed, 2, 'the one that was true when it began, and one more');
  assert.ok(second.score.duration < 400, 'its time begins when it begins');
});

test('while the clock is not known, a price is shown and not judged', () => {
  const run = new Run(new ServerClock(), true);
  run.goOn(new Run(new ServerClock()).standing);
  assert.equal(run.receive(tick(1), 5), true);
  run.truthUnknown();
  run.drawn(tick(1), 0, 0);
  assert.deepEqual([run.shown?.seq, run.score.arrivals, run.journeys.count], [1, 0, 0]);
});

test('a price that was replaced before it was drawn has no journey', () => {
  const run = new Run(synchronous(), true);
  const [one, two] = [tick(1), tick(2)];
  run.receive(one, 5);
  run.receive(two, 5);
  run.drawn(one, one.at, one.at);
  assert.equal(run.journeys.count, 0);
  run.drawn(two, two.at, two.at);
  assert.equal(run.journeys.count, 1);
});
