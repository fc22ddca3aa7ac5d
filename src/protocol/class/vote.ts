import Type, { type Static } from 'typebox';
import { VOTE_CHOICES } from '../limits.ts';
import { Id, strict } from '../schema.ts';

/** Sent from phone to server: the answer to a round's question, for as long as the vote is open. The last one counts. */
export const Vote = Type.Object(
  {
    type: Type.Literal('vote'),
    /** The snapshot's `step`, so that a vote that comes late is not taken for another. */
    step: Id,
    /** Index into the question's choices. */
    choice: Type.Integer({ minimum: 0, maximum: VOTE_CHOICES - 1 }),
  },
  strict,
);
export type Vote = Static<typeof Vote>;

/** How many chose each of the choices; `second` only if the class voted twice. */
export interface Tally {
  first: readonly number[];
  second?: readonly number[];
}
