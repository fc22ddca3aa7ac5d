/**
 * What phones, screens and the server of a class say to each other, over the WebSocket `/class`. It
 * is like the instruments' connection: outside all counts, and on no simulated line. Clients send
 * what they want; what they show is what the server's {@link Snapshot} says.
 */
import Type, { type Static } from 'typebox';
import { Join, type Joined, Seen } from './class/join.ts';
import type { ClassNews, Landed } from './class/news.ts';
import { AskReport, type ClassReport } from './class/report.ts';
import { Score } from './class/score.ts';
import type { Snapshot } from './class/snapshot.ts';
import { ChoosePlan, StartRound, Steer } from './class/steering.ts';
import { Vote } from './class/vote.ts';
import type { ErrorMessage } from './error.ts';
import type { Truth } from './instruments/market.ts';
import { Ping, type Pong } from './ping.ts';

/** All that a client may send on `/class`. */
export const ToClass = Type.Union([
  Join,
  Vote,
  Score,
  Seen,
  Steer,
  ChoosePlan,
  StartRound,
  AskReport,
  Ping,
]);
export type ToClass = Static<typeof ToClass>;

/** Sent from server to client when a wish can't be fulfilled; it changes nothing. */
export interface ClassError extends Omit<ErrorMessage, 'code'> {
  code:
    | ErrorMessage['code']
    | 'no-such-class'
    | 'too-many-guesses'
    | 'class-full'
    | 'wrong-key'
    | 'not-now'
    /** Of a score that no run takes: the phone need not say so. */
    | 'not-counted'
    | 'somebody-else-did'
    | 'too-fast'
    | 'replaced'
    | 'ended';
}

/**
 * All that `/class` sends. {@link Truth} is of the class's own market, of one company; a phone gets
 * it during a run in which it takes part.
 */
export type FromClass =
  | Joined
  | Snapshot
  | ClassNews
  | Landed
  | Truth
  | ClassReport
  | Pong
  | ClassError;
