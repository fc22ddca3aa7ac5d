import type { Phase } from '../../protocol/class/round.ts';
import type { Action, Plan } from '../../protocol/class/steering.ts';
import type { Round } from './round/rounds.ts';

/** Where a class stands. Nothing here knows of a clock, a phone or a socket. */
export interface ClassState {
  /** Grows with each change. */
  readonly step: number;
  readonly phase: Phase;
  readonly plan: Plan;
  /** Index among all rounds; undefined before the first. */
  readonly round: number | undefined;
  /** Names the votes that count: with another number, those before are forgotten. */
  readonly ballot: number;
  /** The class votes, or has voted, a second time on this ballot. */
  readonly again: boolean;
  /** Number of the run that is on, or was last. */
  readonly run: number;
  /** Indices of the rounds that have been revealed, in order of the first time. */
  readonly revealed: readonly number[];
  /** The run that came next was cut short: the class was taken over in the middle of it. */
  readonly cutShort: boolean;
}

/** What can change where a class stands. */
export type Intention =
  | Exclude<Action, 'news'>
  | { readonly start: string }
  | { readonly plan: Plan }
  /** The run has lasted as long as it was to. */
  | 'time-up';

export const LOBBY: ClassState = {
  step: 1,
  phase: 'lobby',
  plan: 'all',
  round: undefined,
  ballot: 0,
  again: false,
  run: 0,
  revealed: [],
  cutShort: false,
};

/** Indices of the rounds that a plan goes through. */
export function planned(rounds: readonly Round[], plan: Plan): number[] {
  return rounds.flatMap(({ short }, index) => (plan === 'all' || short ? [index] : []));
}

/**
 * Where a class stands after somebody wanted something.
 * @returns undefined if that can't be done now
 */
export function move(
  state: ClassState,
  intention: Intention,
  rounds: readonly Round[],
): ClassState | undefined {
  const changes = changesOf(state, intention, rounds);
  return changes && { ...state, cutShort: false, ...changes, step: state.step + 1 };
}

/** Where a class stands at a server that goes on with it: before a run that was on, since no run can move. */
export function takenOver(state: ClassState): ClassState {
  if (state.phase !== 'run') return state;
  const phase = state.again ? 'revote' : 'closed';
  return { ...state, phase, cutShort: true, step: state.step + 1 };
}

type Changes = Partial<Omit<ClassState, 'step'>>;

function changesOf(
  state: ClassState,
  intention: Intention,
  rounds: readonly Round[],
): Changes | undefined {
  const { phase } = state;
  if (phase === 'ended') return undefined;
  if (typeof intention === 'object') {
    if ('plan' in intention) return phase === 'lobby' ? { plan: intention.plan } : undefined;
    const index = rounds.findIndex(({ id }) => id === intention.start);
    return index < 0 ? undefined : begin(state, index);
  }
  switch (intention) {
    case 'next':
      return next(state, rounds);
    case 'back':
      return back(state, rounds);
    case 'skip':
      return state.round === undefined || phase === 'summary'
        ? undefined
        : nextRound(state, rounds);
    case 'vote-again':
      return VOTED.has(phase)
        ? { phase: 'vote', again: false, ballot: state.ballot + 1 }
        : undefined;
    case 'discuss':
      return phase === 'vote' || phase === 'closed' ? { phase: 'discuss' } : undefined;
    case 'summary':
      return phase === 'summary' || phase === 'lobby' ? undefined : { phase: 'summary' };
    case 'end':
      return { phase: 'ended' };
    case 'time-up':
      return phase === 'run' ? reveal(state) : undefined;
  }
}

/** The phases in which there are votes to forget. */
const VOTED = new Set<Phase>(['vote', 'closed', 'discuss', 'revote', 'run', 'reveal']);

const begin = ({ ballot }: ClassState, round: number): Changes => ({
  phase: 'predict',
  round,
  again: false,
  ballot: ballot + 1,
});

function nextRound(state: ClassState, rounds: readonly Round[]): Changes {
  const { plan, round = -1 } = state;
  const index = planned(rounds, plan).find((index) => index > round);
  return index === undefined ? { phase: 'summary' } : begin(state, index);
}

function reveal({ round = 0, revealed }: ClassState): Changes {
  return {
    phase: 'reveal',
    revealed: revealed.includes(round) ? revealed : [...revealed, round],
  };
}

function runOrReveal(state: ClassState, rounds: readonly Round[]): Changes {
  const runs = rounds[state.round ?? 0]?.ways.length;
  return runs ? { phase: 'run', run: state.run + 1 } : reveal(state);
}

function next(state: ClassState, rounds: readonly Round[]): Changes | undefined {
  switch (state.phase) {
    case 'predict':
      return { phase: 'vote' };
    case 'vote':
      return { phase: 'closed' };
    case 'discuss':
      return { phase: 'revote', again: true };
    case 'closed':
    case 'revote':
      return runOrReveal(state, rounds);
    case 'run':
      return reveal(state);
    case 'lobby':
    case 'reveal':
      return nextRound(state, rounds);
    default:
      return undefined;
  }
}

function back(state: ClassState, rounds: readonly Round[]): Changes | undefined {
  const lastVote = state.again ? 'revote' : 'vote';
  switch (state.phase) {
    case 'predict':
      return previousRound(state, rounds);
    case 'vote':
      return { phase: 'predict' };
    case 'closed':
      return { phase: 'vote' };
    case 'discuss':
      return { phase: 'closed' };
    case 'revote':
      return { phase: 'discuss' };
    case 'run':
      return { phase: lastVote };
    case 'reveal':
      return rounds[state.round ?? 0]?.ways.length
        ? runOrReveal(state, rounds)
        : { phase: lastVote };
    case 'summary':
      return returnTo(state, state.round ?? 0);
    default:
      return undefined;
  }
}

function previousRound(state: ClassState, rounds: readonly Round[]): Changes {
  const { plan, round = 0 } = state;
  const before = planned(rounds, plan).findLast((index) => index < round);
  return before === undefined ? { phase: 'lobby', round: undefined } : returnTo(state, before);
}

/** To the reveal of a round, if it has come to that; else to its question. */
const returnTo = (state: ClassState, round: number): Changes => ({
  ...begin(state, round),
  phase: state.revealed.includes(round) ? 'reveal' : 'predict',
});
