import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { WayId } from '../../../protocol/class/round.ts';
import { spread } from './spreading.ts';

const WAYS: WayId[] = ['press', 'timer', 'long-poll', 'sse', 'websocket'];

const seeded = (seed: number) => {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
};

const candidates = (n: number, had: WayId[][] = []) =>
  Array.from({ length: n }, (_, i) => ({ id: `phone ${i}`, had: had[i] ?? [] }));

const world = fc.record({
  seed: fc.integer(),
  ways: fc.subarray(WAYS, { minLength: 1 }),
  had: fc.array(fc.array(fc.constantFrom(...WAYS), { maxLength: 8 }), { maxLength: 200 }),
});

test('everybody gets one way, and none has more than one phone more than another', () => {
  fc.assert(
    fc.property(world, ({ seed, ways, had }) => {
      const given = spread(candidates(had.length, had), ways, seeded(seed));
      assert.equal(given.size, had.length);
      const sizes = ways.map((way) => [...given.values()].filter((one) => one === way).length);
      assert.equal(
        sizes.reduce((sum, n) => sum + n),
        had.length,
      );
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, sizes.join());
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('who had the one of two ways gets the other in the next round', () => {
  for (let seed = 0; seed < 50; seed++) {
    const ways: WayId[] = ['press', 'websocket'];
    const random = seeded(seed);
    const before = spread(candidates(30), ways, random);
    const had = candidates(30).map(({ id }) => [before.get(id) as WayId]);
    const after = spread(candidates(30, had), ways, random);
    for (const [id, way] of before) assert.notEqual(after.get(id), way);
  }
});

test('over five rounds of five ways nearly all have had nearly all', () => {
  const random = seeded(7);
  const had: WayId[][] = Array.from({ length: 300 }, () => []);
  for (let i = 0; i < 5; i++) {
    const given = spread(candidates(300, had), WAYS, random);
    for (const [k, list] of had.entries()) list.push(given.get(`phone ${k}`) as WayId);
  }
  const kinds = had.map((list) => new Set(list).size);
  // By chance alone they would have had 3.4 on average.
  assert.ok(kinds.reduce((sum, n) => sum + n) / 300 > 4.3);
  assert.ok(Math.min(...kinds) >= 3);
});

test('it depends on chance, and on nothing else', () => {
  const once = spread(candidates(40), WAYS, seeded(1));
  assert.deepEqual(spread(candidates(40), WAYS, seeded(1)), once);
  assert.notDeepEqual([...spread(candidates(40), WAYS, seeded(2))], [...once]);
  // Whoever joined first is not always the first to be told.
  const firsts = Array.from({ length: 50 }, (_, seed) =>
    spread(candidates(5), WAYS, seeded(seed)).get('phone 0'),
  );
  assert.equal(new Set(firsts).size, 5);
});

test('without phones there is nothing to spread', () => {
  assert.equal(spread([], WAYS, seeded(1)).size, 0);
});
