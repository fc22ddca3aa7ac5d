import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Delay } from './delay-queue.ts';

test('hands on in order, none early, none left behind', (t) => {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  fc.assert(
    fc.property(
      fc.array(fc.record({ gap: fc.nat(50), delay: fc.nat(200) }), { maxLength: 40 }),
      (plan) => {
        const out: { item: number; at: number }[] = [];
        const line = new Delay<number>((item) => out.push({ item, at: now }));
        const due: number[] = [];
        const pass = (ms: number) => {
          for (let i = 0; i < ms; i++) {
            now += 1;
            t.mock.timers.tick(1);
          }
        };
        plan.forEach(({ gap, delay }, i) => {
          pass(gap);
          due.push(now + delay);
          line.add(i, delay);
        });
        pass(400);
        assert.deepEqual(
          out.map(({ item }) => item),
          plan.map((_, i) => i),
        );
        for (const { item, at } of out) assert.ok(at >= (due[item] ?? 0), `${item} came early`);
        assert.ok(line.empty);
      },
    ),
    { numRuns: 40 },
  );
});

test('without delay it goes through at once, but never past what is under way', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const out: string[] = [];
  const line = new Delay<string>((item) => out.push(item));
  line.add('a', 0);
  assert.deepEqual(out, ['a']);
  line.add('b', 100);
  line.add('c', 0);
  assert.deepEqual(out, ['a']);
  line.flush();
  assert.deepEqual(out, ['a', 'b', 'c']);
});

test('says once that it is empty, however often it is told to go on', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const line = new Delay<string>(() => {});
  line.hold();
  line.add('a', 0);
  const empty = t.mock.fn();
  line.whenEmpty(empty);
  assert.equal(empty.mock.callCount(), 0);
  for (let i = 0; i < 11; i++) line.go();
  assert.equal(empty.mock.callCount(), 1);
});

test('forgets everything on clear', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const line = new Delay<string>(() => assert.fail('handed on'));
  line.add('a', 10);
  line.clear();
  t.mock.timers.tick(100);
  assert.ok(line.empty);
});
