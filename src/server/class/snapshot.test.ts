import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ClassRole } from '../../protocol/class/join.ts';
import type { Reveal } from '../../protocol/class/results.ts';
import type { Phase } from '../../protocol/class/round.ts';
import { type ClassState, LOBBY } from './class-state.ts';
import type { Round } from './round/rounds.ts';
import { rounds } from './round/rounds.ts';
import { type ClassFacts, snapshotFor } from './snapshot.ts';

const facts = (given: Partial<ClassFacts> = {}, state: Partial<ClassState> = {}): ClassFacts => ({
  code: '314159',
  state: { ...LOBBY, ...state },
  rounds,
  since: 1_000,
  until: undefined,
  members: 30,
  hidden: 2,
  voted: 17,
  away: false,
  rate: 0,
  cut: false,
  address: 'http://192.168.1.20:3000',
  spread: undefined,
  news: undefined,
  right: undefined,
  reveals: new Map(),
  ...given,
});

const reveal = (given: Partial<Reveal> = {}): Reveal => ({
  answer: 1,
  tally: { first: [3, 14, 0] },
  why: 'Because.',
  results: [
    {
      way: 'press',
      n: 2,
      hidden: 0,
      lost: 0,
      knew: [10, 20],
      missed: 1,
      prices: 2,
      questions: 3,
      bytes: 4,
      connections: 5,
    },
  ],
  absent: 0,
  ...given,
});

const HIDDEN: Phase[] = ['lobby', 'predict', 'vote', 'closed', 'discuss', 'revote', 'run'];

test('before the reveal nothing that a phone or a screen is sent depends on the votes or the answer', () => {
  const world = fc.record({
    right: fc.double({ min: 0, max: 1, noNaN: true }),
    answer: fc.nat(2),
    first: fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }),
  });
  const sent = (
    role: ClassRole,
    phase: Phase,
    { right, answer, first }: { right: number; answer: number; first: number[] },
  ) => {
    // The answer is another one, and so is why; and this round was revealed in an earlier try.
    const others = rounds.map((round): Round => ({ ...round, answer, why: `Because ${answer}.` }));
    const reveals = new Map([[0, reveal({ answer, tally: { first } })]]);
    const state = { phase, round: phase === 'lobby' ? undefined : 0, revealed: [0] };
    const { hint: _, ...rest } = snapshotFor(
      role,
      facts({ right, rounds: others, reveals }, state),
    );
    return JSON.stringify(rest);
  };
  fc.assert(
    fc.property(
      fc.constantFrom<ClassRole>('phone', 'screen'),
      fc.constantFrom(...HIDDEN),
      world,
      world,
      (role, phase, one, other) => {
        assert.equal(sent(role, phase, one), sent(role, phase, other));
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test('that a talk would help is for the screen alone, and only once the vote is closed', () => {
  for (const phase of [...HIDDEN, 'reveal', 'summary'] as Phase[]) {
    const now = facts({ right: 0.5 }, { phase, round: 0 });
    assert.equal(snapshotFor('phone', now).hint, undefined);
    assert.equal(snapshotFor('screen', now).hint, phase === 'closed' ? true : undefined);
  }
  const clear = facts({ right: 0.9 }, { phase: 'closed', round: 0 });
  assert.equal(snapshotFor('screen', clear).hint, undefined);
});

test('how many were right is for the notes alone, and only once the vote is closed', () => {
  const rightIn = (role: ClassRole, phase: Phase) =>
    snapshotFor(role, facts({ right: 0.4 }, { phase, round: 0 })).notes?.right;
  const told = HIDDEN.filter((phase) => rightIn('notes', phase) !== undefined);
  assert.deepEqual(told, ['closed', 'discuss', 'run']);
  for (const phase of HIDDEN) {
    assert.equal(snapshotFor('screen', facts({}, { phase, round: 0 })).notes, undefined);
    assert.equal(snapshotFor('phone', facts({}, { phase, round: 0 })).notes, undefined);
  }
});

test('at the reveal everybody is told, and only a screen gets the dots', () => {
  const now = facts({ reveals: new Map([[0, reveal()]]) }, { phase: 'reveal', round: 0 });
  assert.deepEqual(snapshotFor('screen', now).reveal, reveal());
  const phone = snapshotFor('phone', now).reveal;
  assert.deepEqual(phone?.tally, { first: [3, 14, 0] });
  assert.ok(phone?.results.every((result) => !('knew' in result)));
});

test('the summary has what was revealed, in the order in which it was', () => {
  const reveals = new Map([
    [0, reveal()],
    [2, reveal({ why: 'Also.' })],
    [4, reveal()],
  ]);
  const now = facts({ reveals }, { phase: 'summary', round: 4, revealed: [2, 0] });
  const { summary } = snapshotFor('screen', now);
  assert.deepEqual(
    summary?.map(({ round, reveal }) => [round.number, reveal.why]),
    [
      [3, 'Also.'],
      [1, 'Because.'],
    ],
  );
  assert.equal(snapshotFor('phone', now).summary, undefined);
});

test('where the class is reached and which rounds there are is for whoever steers', () => {
  const lobby = snapshotFor('screen', facts());
  assert.equal(lobby.address, 'http://192.168.1.20:3000');
  assert.equal(lobby.rounds?.length, rounds.length);
  assert.equal(snapshotFor('phone', facts()).rounds, undefined);
  assert.equal(snapshotFor('phone', facts()).address, undefined);
});

test('rounds are counted in the plan, and one outside of it among all', () => {
  const numberOf = (round: number) => {
    const view = snapshotFor('phone', facts({}, { phase: 'predict', plan: 'ten-minutes', round }));
    return [view.round?.number, view.round?.of];
  };
  assert.deepEqual(numberOf(2), [2, 4]);
  assert.deepEqual(numberOf(1), [2, 8]);
});

test('the notes say what comes next, and that the end is near', () => {
  const nextIn = (state: Partial<ClassState>) => snapshotFor('notes', facts({}, state)).notes?.next;
  assert.equal(nextIn({}), 'Next: the next question (Who is right?).');
  assert.equal(nextIn({ phase: 'vote', round: 0 }), 'Next: close the vote.');
  assert.equal(nextIn({ phase: 'reveal', round: 7 }), 'Next: the summary.');
  assert.equal(nextIn({ phase: 'summary', round: 7 }), 'Next: end the class.');
});
