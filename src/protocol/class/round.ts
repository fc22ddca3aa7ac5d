import Type, { type Static } from 'typebox';

/** The five ways of getting a price, by the names they have in links. */
export const WayId = Type.Enum(['press', 'timer', 'long-poll', 'sse', 'websocket']);
export type WayId = Static<typeof WayId>;

/**
 * Where a class is. A round goes from `predict` to `reveal`: `discuss` and `revote` only if the
 * instructor likes, `run` only if the round has ways.
 */
export const Phase = Type.Enum([
  'lobby',
  'predict',
  'vote',
  /** The votes are in, and can't be changed; nobody but the instructor knows how they stand. */
  'closed',
  'discuss',
  'revote',
  'run',
  'reveal',
  'summary',
  'ended',
]);
export type Phase = Static<typeof Phase>;

/** A round, as everybody may see it before it is revealed. */
export interface RoundView {
  /** Its name in the file of rounds. */
  id: string;
  title: string;
  /** From 1, and of how many. */
  number: number;
  of: number;
  question: string;
  choices: readonly string[];
  /** The ways that the phones are spread over; none if nothing is run. */
  ways: readonly WayId[];
  /** How often a phone on a timer asks, in s. */
  poll: number;
  /** What the phones do in the run, besides watching: the button `note` sends one there and back. */
  tap: boolean;
  /** Whether a phone with a button asks once by itself, so that there is a price that can grow old. */
  askFirst: boolean;
  /** How long the run takes, in s. */
  seconds: number;
  /** Price changes a second in the run. */
  rate: number;
}
