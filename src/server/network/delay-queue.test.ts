import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DelayQueue } from './delay-queue.ts';

const item = (name: number) => ({ name, bytes: null, due: 0 });
type Item = ReturnType<typeof item>;

test('hands on in order, none early, none left behind', (t) => {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  fc.assert(
    fc.property(
      fc.array(fc.record({ gap: fc.nat(50), delay: fc.nat(200) }), { maxLength: 40 }),
      (plan) => {
        const out: { name: number; at: number }[] = [];
        const queue = new DelayQueue<Item>(({ name }) => out.push({ name, at: now }));
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
          queue.add(item(i), delay);
        });
        pass(400);
        assert.deepEqual(
          out.map(({ name }) => name),
          plan.map((_, i) => i),
        );
        for (const { name, at } of out) assert.ok(at >= (due[name] ?? 0), `${name} came early`);
        assert.ok(queue.empty);
      },
    ),
    { numRuns: 40 },
  );
});

test('without delay it goes through at once, but never past what is under way', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const out: number[] = [];
  const queue = new DelayQueue<Item>(({ name }) => out.push(name));
  queue.add(item(1), 0);
  assert.deepEqual(out, [1]);
  queue.add(item(2), 100);
  queue.add(item(3), 0);
  assert.deepEqual(out, [1]);
  queue.flush();
  assert.deepEqual(out, [1, 2, 3]);
});

test('a delivery that takes long delays the next one: no timer is set to a time that has passed', (t) => {
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const set = t.mock.method(globalThis, 'setTimeout');
  const queue = new DelayQueue<Item>(() => {
    now += 50;
  });
  queue.add(item(1), 10);
  queue.add(item(2), 20);
  now = 10;
  t.mock.timers.tick(10);
  const waits = set.mock.calls.map(({ arguments: [, wait] }) => wait);
  assert.deepEqual(waits, [10, 0]);
});

test('says once that it is empty, however often it is told to go on', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const queue = new DelayQueue<Item>(() => {});
  queue.hold();
  queue.add(item(1), 0);
  const empty = t.mock.fn();
  queue.whenEmpty(empty);
  assert.equal(empty.mock.callCount(), 0);
  for (let i = 0; i < 11; i++) queue.go();
  assert.equal(empty.mock.callCount(), 1);
});

test('forgets everything on clear', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const queue = new DelayQueue<Item>(() => assert.fail('handed on'));
  queue.add(item(1), 10);
  queue.clear();
  t.mock.timers.tick(100);
  assert.ok(queue.empty);
});

test('is full with too many bytes, or too many items, until they have been handed on', () => {
  for (const [count, length] of [
    [2, 40_000],
    [400, 1],
  ] as const) {
    const queue = new DelayQueue<{ bytes: Buffer; due: number }>(() => {});
    queue.hold();
    queue.add({ bytes: Buffer.alloc(length), due: 0 }, 0);
    assert.ok(!queue.full);
    for (let i = 1; i < count; i++) queue.add({ bytes: Buffer.alloc(length), due: 0 }, 0);
    assert.ok(queue.full);
    queue.go();
    assert.ok(!queue.full);
  }
});
