import type { Phase } from '../../protocol/class/round.ts';
import type { Notes } from '../../protocol/class/snapshot.ts';
import { type ClassState, move } from './class-state.ts';
import type { Round } from './round/rounds.ts';

/** What fits every round, where it has no words of its own. */
const SAY: Record<Phase, string> = {
  lobby: 'Wait until everybody is in. Latecomers can join at any time.',
  predict: 'Read the question aloud, and give them a moment to think.',
  vote: 'Everybody votes alone. They can change their minds until you close the vote.',
  closed: 'Nobody has seen the votes but you.',
  discuss: 'Ask them to convince their neighbour. A minute is enough.',
  revote: 'Everybody votes again.',
  run: 'Let them watch their phones.',
  reveal: 'Let them explain it first, then read out why.',
  summary: 'Ask what surprised them. The report has all the numbers.',
  ended: 'The class is over.',
};

/** What comes next, phase by phase. */
const NEXT: Record<Phase, string> = {
  lobby: 'back to the beginning',
  predict: 'the next question',
  vote: 'open the vote',
  closed: 'close the vote',
  discuss: 'talk with the neighbour',
  revote: 'vote again',
  run: 'try it out',
  reveal: 'show what was right',
  summary: 'the summary',
  ended: 'the end of the class',
};

/** What the instructor may say now, and what comes next. */
export function notesFor(state: ClassState, rounds: readonly Round[]): Pick<Notes, 'say' | 'next'> {
  const round = state.round === undefined ? undefined : rounds[state.round];
  const next = move(state, 'next', rounds);
  const title = next?.round === state.round ? undefined : rounds[next?.round ?? -1]?.title;
  return {
    say: round?.say[state.phase] ?? SAY[state.phase],
    next: next ? `Next: ${NEXT[next.phase]}${title ? ` (${title})` : ''}.` : 'Next: end the class.',
  };
}
