import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RATE, VOTE_CHOICES } from '../../../protocol/limits.ts';
import { planned } from '../class-state.ts';
import { rounds } from './rounds.ts';

test('there are eight rounds, each with a name of its own, and four that fit into ten minutes', () => {
  assert.equal(rounds.length, 8);
  assert.equal(new Set(rounds.map(({ id }) => id)).size, 8);
  for (const { id } of rounds) assert.match(id, /^[a-z-]{1,64}$/);
  const short = planned(rounds, 'ten-minutes').map((index) => rounds[index]);
  assert.equal(short.length, 4);
  assert.ok(short.some((round) => round?.id === 'when-asking-wins'));
});

for (const round of rounds) {
  test(`${round.title} can be asked, run and answered`, () => {
    const { question, choices, answer, why, ways, poll, seconds, rate, cut, say } = round;
    assert.match(question, /\?$/);
    assert.ok(choices.length >= 2 && choices.length <= VOTE_CHOICES);
    assert.equal(new Set(choices).size, choices.length);
    assert.ok(choices[answer]);
    for (const text of [why, ...Object.values(say)]) assert.match(text, /[.?!]$/);
    assert.equal(new Set(ways).size, ways.length);
    assert.notEqual(ways.length, 1);
    assert.ok(poll >= 0.5 && seconds >= 10 && seconds <= 60);
    assert.ok(rate >= RATE.min && rate <= RATE.max);
    // Time to come back, and to catch up.
    if (cut) assert.ok(cut.after > 0 && cut.after + cut.seconds + 10 <= seconds);
  });

  test(`${round.title}: nothing that is said before the reveal says what is right`, () => {
    const { choices, answer, say } = round;
    for (const [phase, text] of Object.entries(say)) {
      if (phase !== 'reveal') assert.ok(!text.includes(choices[answer] as string));
    }
  });
}
