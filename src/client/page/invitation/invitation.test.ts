import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { leftWays } from '../../ways/index.ts';
import { invitation, type Visit } from './invitation.ts';

const visit: Visit = {
  left: 'press',
  watched: 10_000,
  pressed: undefined,
  triedAnother: false,
  compared: false,
  tookLesson: false,
};

for (const [what, change, text] of [
  ['before the first price', { watched: undefined }, /^Watch for five seconds/],
  ['at first', { watched: 4_000 }, /^Watch for five seconds/],
  ['after five seconds', {}, /Press Get price/],
  ['after a press', { pressed: 1_000 }, /How often would you have to press\?/],
  ['half a minute after it', { pressed: 31_000 }, /Could a timer do it\?/],
  ['on a timer', { left: 'timer', triedAnother: true }, /Which way is best\?/],
  ['after comparing', { triedAnother: true, pressed: 1, compared: true }, /why/],
] as const) {
  test(`invites, ${what}`, () => assert.match(invitation({ ...visit, ...change }).text, text));
}

test('once everything is done, it is silent', () => {
  const done = { pressed: 60_000, triedAnother: true, compared: true, tookLesson: true };
  assert.deepEqual(invitation({ ...visit, ...done }), { text: '', links: [], pulse: false });
});

test('never invites to what is done', () => {
  const visits = fc.record({
    left: fc.constantFrom(...leftWays.map(({ id }) => id)),
    watched: fc.option(fc.nat(100_000), { nil: undefined }),
    pressed: fc.option(fc.nat(100_000), { nil: undefined }),
    triedAnother: fc.boolean(),
    compared: fc.boolean(),
    tookLesson: fc.boolean(),
  });
  fc.assert(
    fc.property(visits, (visit) => {
      const { links, pulse } = invitation(visit);
      if (visit.pressed !== undefined) assert.equal(pulse, false);
      if (visit.triedAnother) assert.ok(!links.includes('timer'));
      if (visit.compared) assert.ok(!links.includes('compare'));
      if (visit.tookLesson) assert.ok(!links.includes('lesson'));
    }),
  );
});
