import Type, { type Static } from 'typebox';
import { Id, Name, strict } from '../schema.ts';

/** What the instructor can do; `news` makes the price jump during a run. */
export const Action = Type.Enum([
  /** The next phase, or the next round after a reveal. */
  'next',
  /** The phase before; from a reveal, the run once more. */
  'back',
  /** Leaves this round out. */
  'skip',
  /** Forgets the round's votes and opens the vote anew. */
  'vote-again',
  /** From the vote, or once it is closed, to the talk with the neighbour, and a second vote after it. */
  'discuss',
  'news',
  /** To the summary, from wherever the class is. */
  'summary',
  /** Everybody goes home; the code is no longer good. */
  'end',
]);
export type Action = Static<typeof Action>;

/** Sent from screen or notes to server: the instructor moves the class on. */
export const Steer = Type.Object(
  {
    type: Type.Literal('steer'),
    action: Action,
    /** The snapshot's `step` that the instructor saw: of two who press at once, one moves the class. */
    step: Id,
  },
  strict,
);
export type Steer = Static<typeof Steer>;

/** Sent from screen or notes to server: begins with this round now, whatever the plan is. */
export const StartRound = Type.Object(
  { type: Type.Literal('start'), round: Name, step: Id },
  strict,
);
export type StartRound = Static<typeof StartRound>;

/** Which rounds a class goes through: all of them, or four that fit into ten minutes. */
export const Plan = Type.Enum(['all', 'ten-minutes']);
export type Plan = Static<typeof Plan>;

/** Sent from screen or notes to server, in the lobby: the rounds that the class goes through. */
export const ChoosePlan = Type.Object({ type: Type.Literal('plan'), plan: Plan, step: Id }, strict);
export type ChoosePlan = Static<typeof ChoosePlan>;
