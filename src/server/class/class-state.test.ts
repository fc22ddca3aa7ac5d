import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Phase } from '../../protocol/class/round.ts';
import { type ClassState, type Intention, LOBBY, move, planned, takenOver } from './class-state.ts';
import type { Round } from './round/rounds.ts';

const round = (id: string, { runs = true, short = false } = {}) =>
  ({ id, short, ways: runs ? ['press', 'websocket'] : [] }) as unknown as Round;

/** The second has nothing to run. */
const rounds = [round('one', { short: true }), round('two', { runs: false }), round('three')];

/** Where a class is after these wishes, all of which can be done. */
function after(...intentions: Intention[]): ClassState {
  return intentions.reduce<ClassState>((state, intention) => {
    const next = move(state, intention, rounds);
    assert.ok(next, `${JSON.stringify(intention)} in ${state.phase}`);
    return next;
  }, LOBBY);
}

const next = (times: number): Intention[] => Array(times).fill('next');

test('a class goes through its rounds, one phase after another', () => {
  const phases: Phase[] = [];
  let state = LOBBY;
  for (let moved: ClassState | undefined = state; moved; moved = move(state, 'next', rounds)) {
    state = moved;
    phases.push(state.phase);
  }
  assert.deepEqual(phases, [
    ...['lobby', 'predict', 'vote', 'closed', 'run', 'reveal'],
    // What has no ways is not run.
    ...['predict', 'vote', 'closed', 'reveal'],
    ...['predict', 'vote', 'closed', 'run', 'reveal', 'summary'],
  ]);
  assert.deepEqual(state.revealed, [0, 1, 2]);
  assert.equal(state.step, LOBBY.step + phases.length - 1);
});

test('a run that has lasted long enough is revealed; time is up only then', () => {
  const running = after(...next(4));
  assert.equal(move(running, 'time-up', rounds)?.phase, 'reveal');
  assert.equal(move(after(...next(3)), 'time-up', rounds), undefined);
});

test('a talk with the neighbour, and a second vote', () => {
  for (const before of [2, 3]) {
    const state = after(...next(before), 'discuss');
    assert.equal(state.phase, 'discuss');
    assert.deepEqual(
      [after(...next(before), 'discuss', 'next')].map(({ phase, again }) => [phase, again]),
      [['revote', true]],
    );
    assert.equal(after(...next(before), 'discuss', 'next', 'next').phase, 'run');
  }
  assert.equal(move(after('next'), 'discuss', rounds), undefined);
});

test('back goes to the phase before, and keeps the votes', () => {
  const back = (...intentions: Intention[]) => after(...intentions, 'back');
  assert.equal(back(...next(1)).phase, 'lobby');
  assert.equal(back(...next(2)).phase, 'predict');
  assert.equal(back(...next(3)).phase, 'vote');
  assert.equal(back(...next(4)).phase, 'vote');
  assert.equal(back(...next(3), 'discuss').phase, 'closed');
  assert.equal(back(...next(3), 'discuss', 'next').phase, 'discuss');
  assert.equal(back(...next(3), 'discuss', 'next', 'next').phase, 'revote');
  assert.equal(back(...next(4)).ballot, after(...next(4)).ballot);
  assert.equal(move(LOBBY, 'back', rounds), undefined);
});

test('back from a reveal runs once more, with a number of its own', () => {
  const again = after(...next(5), 'back');
  assert.deepEqual([again.phase, again.run], ['run', 2]);
  assert.equal(after({ start: 'two' }, ...next(3), 'back').phase, 'vote');
});

test('back from a question shows what the round before has shown', () => {
  const state = after(...next(6), 'back');
  assert.deepEqual([state.phase, state.round], ['reveal', 0]);
  const skipped = after('next', 'skip', 'back');
  assert.deepEqual([skipped.phase, skipped.round], ['predict', 0]);
  const summary = after(...next(5), 'summary', 'back');
  assert.deepEqual([summary.phase, summary.round], ['reveal', 0]);
});

test('a round that is skipped is never revealed', () => {
  const state = after('next', 'skip');
  assert.deepEqual([state.phase, state.round, state.revealed], ['predict', 1, []]);
  assert.equal(after('next', 'skip', 'skip', 'skip').phase, 'summary');
  assert.equal(move(LOBBY, 'skip', rounds), undefined);
});

test('to vote again is to forget all votes', () => {
  const before = after(...next(3), 'discuss', 'next');
  const state = move(before, 'vote-again', rounds);
  assert.deepEqual([state?.phase, state?.again, state?.ballot], ['vote', false, before.ballot + 1]);
  assert.equal(move(after('next'), 'vote-again', rounds), undefined);
});

test('any round can be begun at any time, but none that does not exist', () => {
  for (const state of [LOBBY, after(...next(4)), after('next', 'summary')]) {
    assert.deepEqual(move(state, { start: 'three' }, rounds)?.round, 2);
  }
  for (const start of ['four', '', '__proto__', 'constructor']) {
    assert.equal(move(LOBBY, { start }, rounds), undefined);
  }
});

test('ten minutes are the rounds that are marked so; the plan is made in the lobby', () => {
  assert.deepEqual(planned(rounds, 'ten-minutes'), [0]);
  assert.equal(after({ plan: 'ten-minutes' }, ...next(6)).phase, 'summary');
  assert.equal(move(after('next'), { plan: 'all' }, rounds), undefined);
  // One outside the plan goes on with the next that is in it.
  assert.equal(after({ plan: 'ten-minutes' }, { start: 'two' }, ...next(4)).phase, 'summary');
});

const intention = fc.oneof(
  fc.constantFrom<Intention[]>(
    ...(['next', 'next', 'next', 'back', 'skip', 'vote-again', 'discuss', 'summary'] as const),
    'time-up',
    'end',
  ),
  fc.record({ start: fc.constantFrom('one', 'two', 'three', 'four') }),
  fc.record({ plan: fc.constantFrom('all' as const, 'ten-minutes' as const) }),
);

test('whatever is wanted in whatever order, what must hold holds', () => {
  fc.assert(
    fc.property(fc.array(intention, { maxLength: 60 }), (wishes) => {
      let state = LOBBY;
      for (const wish of wishes) {
        const before = state;
        const moved = move(before, wish, rounds);
        if (before.phase === 'ended') assert.equal(moved, undefined);
        if (!moved) continue;
        state = moved;
        const { phase, round, ballot, run, revealed } = state;
        assert.equal(state.step, before.step + 1);
        if (!['lobby', 'summary', 'ended'].includes(phase)) assert.notEqual(round, undefined);
        if (phase === 'run') assert.ok(rounds[round ?? -1]?.ways.length);
        if (phase === 'run') assert.equal(run, before.run + 1);
        else assert.equal(run, before.run);
        if (phase === 'reveal') assert.ok(revealed.includes(round ?? -1));
        assert.deepEqual([...new Set(revealed)], revealed);
        assert.deepEqual(revealed.slice(0, before.revealed.length), before.revealed);
        // Nobody's vote is taken for one on another question.
        if (round !== before.round && round !== undefined) assert.ok(ballot > before.ballot);
        if (phase === 'revote') assert.ok(state.again);
        if (phase === 'vote') assert.ok(!state.again || before.again);
      }
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('who takes a class over in mid-run stands before that run, and says so until the next step', () => {
  const running = after(...next(4));
  const there = takenOver(running);
  assert.deepEqual(there, {
    ...running,
    phase: 'closed',
    cutShort: true,
    step: running.step + 1,
  });
  const again = move(there, 'next', rounds);
  assert.deepEqual([again?.phase, again?.cutShort, again?.run], ['run', false, running.run + 1]);
  const second = takenOver(after(...next(3), 'discuss', 'next', 'next'));
  assert.deepEqual([second.phase, second.again], ['revote', true]);
});

test('in any other phase a class is taken over as it stands', () => {
  for (let steps = 0; steps < 4; steps++) {
    const state = after(...next(steps));
    assert.equal(takenOver(state), state);
  }
});
