import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { costsOver, type Result, verdict } from './verdict.ts';

const result = (
  name: string,
  rightFor: number,
  unseen: number,
  bytesPerPrice?: number,
): Result => ({
  name,
  rightFor,
  unseen,
  ticks: 20,
  bytesPerPrice,
});

test('names who was right for longest and shortest, and what a new price cost', () => {
  assert.deepEqual(
    verdict([
      result('asking by hand', 0.04, 18, 761),
      result('asking on a timer', 0.5, 10, 755),
      result('long polling', 0.78, 0, 812),
      result('Server-Sent Events', 0.8, 0, 137),
      result('the WebSocket', 0.8, 0, 117),
    ]),
    [
      'Right for longest: long polling (78 %), Server-Sent Events (80 %) and the WebSocket (80 %).',
      'Right for shortest: asking by hand (4 %), with 18 of 20 prices not seen.',
      'A new price cost least with the WebSocket (117 B) and most with long polling (812 B).',
    ],
  );
});

test('costs that read alike are named together', () => {
  const sentences = verdict([
    result('asking by hand', 0, 18, 762),
    result('asking on a timer', 0.1, 10, 761.6),
    result('the WebSocket', 0.8, 0, 107),
  ]);
  assert.equal(
    sentences.at(-1),
    'A new price cost least with the WebSocket (107 B) and most with asking on a timer and asking by hand (762 B).',
  );
  assert.equal(verdict([result('a', 1, 0, 90.4), result('b', 0, 9, 89.6)]).length, 2);
});

test('when all are equally right, none is called worst', () => {
  const [first, ...more] = verdict([result('a', 0.99, 0, 10), result('b', 1, 0, 20)]);
  assert.match(first ?? '', /a .* and b/);
  assert.equal(more.length, 1);
});

test('what a new price cost over both versions of HTTP stands side by side', () => {
  const [http1, http2] = [760, 190].map((cost) => [result('long polling', 1, 0, cost)]);
  const told = [result('the WebSocket', 1, 0, 91)];
  assert.equal(
    costsOver([...(http1 ?? []), ...told], [...(http2 ?? []), result('the WebSocket', 1, 0)]),
    'A new price, first over HTTP/1.1 and then over HTTP/2: long polling 760 B and 190 B.',
  );
  assert.equal(costsOver(told, []), '');
});

test('says nothing of a market that stood still', () => {
  assert.deepEqual(verdict([{ ...result('a', 1, 0), ticks: 1 }]), []);
});

test('where no new price came, no cost is made up', () => {
  assert.equal(verdict([result('a', 1, 0), result('b', 0, 19)]).length, 2);
});

test('whatever the numbers, who is named best is best and who is named worst is worst', () => {
  const results = fc.array(
    fc.record({
      rightFor: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.integer({ min: 1, max: 9_999 }),
    }),
    { minLength: 2, maxLength: 5 },
  );
  fc.assert(
    fc.property(results, (all) => {
      const named = all.map(({ rightFor, bytes }, i) => result(`way${i}`, rightFor, 1, bytes));
      const [longest = '', ...others] = verdict(named);
      const best = named.toSorted((a, b) => b.rightFor - a.rightFor)[0] as Result;
      const worst = named.toSorted((a, b) => a.rightFor - b.rightFor)[0] as Result;
      assert.ok(longest.includes(`${best.name} (`));
      const shortest = others.find((sentence) => sentence.startsWith('Right for shortest'));
      if (shortest)
        assert.ok(worst.rightFor < best.rightFor && shortest.includes(`${worst.name} (`));
    }),
  );
});
