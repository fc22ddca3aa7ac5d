import Type, { type Static } from 'typebox';
import { Id, strict } from '../schema.ts';

const Share = Type.Number({ minimum: 0, maximum: 1 });

const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });

/** Sent from phone to server once a second during a run, and at its end: what the phone has measured so far. */
export const Score = Type.Object(
  {
    type: Type.Literal('score'),
    /** The snapshot's `step` of this run. */
    step: Id,
    /** Share of the run in which the price shown was the true one; missing before the first price. */
    rightFor: Type.Optional(Share),
    /** True prices that did not come before a newer one. */
    missed: Count,
    /** New prices that have come. */
    prices: Count,
    /** Requests that were sent; a WebSocket's handshake is one. */
    questions: Count,
    /** The seq of the last price that was news, once it, or a newer one, has been painted… */
    knew: Type.Optional(Id),
    /** …so many ms after it became true, by the server's clock as the phone estimates it. */
    after: Type.Optional(Type.Number({ minimum: -60_000, maximum: 3_600_000 })),
    /** The estimate's error, in ms. */
    error: Type.Optional(Type.Number({ minimum: 0, maximum: 60_000 })),
  },
  strict,
);
export type Score = Static<typeof Score>;
