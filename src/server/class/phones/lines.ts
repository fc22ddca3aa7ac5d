import type { Moved } from '../round/results.ts';

/** A member's line, as its class knows it: all that this phone's ways of getting a price go over. */
export interface MemberLine {
  /** Counts anew; a number that is not greater than the one before does nothing. */
  beginRun(run: number): void;
  /** What has gone through in this run. */
  readonly moved: Moved;
  /** Tears the connections and lets none through, or mends that. */
  setCut(cut: boolean): void;
  /** Nobody will use it any more. */
  close(): void;
}

/** Opens the line of a tab that has just been made up. */
export type OpenLine = (tab: string) => MemberLine;
