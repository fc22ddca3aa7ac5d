import type { WayId } from './round.ts';
import type { Tally } from './vote.ts';

/** Quartiles of times that some phones have measured, in ms. */
export interface Quartiles {
  low: number;
  median: number;
  high: number;
}

/** What the phones of one way have measured, all together. */
export interface WayResult {
  way: WayId;
  /** Phones that are counted in. */
  n: number;
  /** Phones that are left out, for their screen was off at some time in the run. */
  hidden: number;
  /** Phones that are left out, for they have said nothing of this run. */
  lost: number;
  /**
   * How long after the news each phone showed it, in ms, in rising order; one that never did is not
   * among them. Screens and notes only.
   */
  knew?: readonly number[];
  /** Of those times; missing if nobody knew. */
  knewAfter?: Quartiles;
  /** Median of the share of the run in which the price shown was the true one. */
  rightFor?: number;
  /** The phones' sums. */
  missed: number;
  prices: number;
  questions: number;
  /** Bytes read and written at the phones' TCP sockets in this run, and TCP connections used. */
  bytes: number;
  connections: number;
}

/** What everybody is told when a round is revealed, and not before. */
export interface Reveal {
  /** Index of the right choice. */
  answer: number;
  tally: Tally;
  /** Why, in one or two sentences. */
  why: string;
  results: readonly WayResult[];
  /** Phones that had no way, for their screen was off when the run began. */
  absent: number;
}
