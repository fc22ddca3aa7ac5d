/** What a run was told, and when: another run that is told the same comes to the same numbers. */
import type { Damage, Loss } from '../../../protocol/instruments/line.ts';
import type { Tick } from '../../../protocol/tick.ts';
import type { Standing } from '../../measure/freshness.ts';
import type { Counts, Status } from '../../ways/way.ts';
import type { Measured } from './byte-totals.ts';

/**
 * How many events of a run are kept for each side: some three minutes of the fastest market there can be,
 * some three quarters of an hour of the normal one.
 */
export const LOG_LENGTH = 40_000;

/** Under what a run goes on: price changes a second, added round trip in ms, what is wrong with the line, and
 * of how many packets one is lost. */
export interface Conditions {
  rate: number;
  rtt: number;
  damage: Damage;
  loss?: Loss | undefined;
}

/** A method of a run, with what it was called with. */
export type Told =
  | ['goOn', Standing]
  | ['truth' | 'show', Tick]
  | ['receive', Tick, took: number]
  | ['drawn', asked: number, arrived: number]
  | ['measure', line: string, Measured]
  | ['count', keyof Counts]
  | ['status', Status, opened: boolean]
  | ['conditions', Conditions]
  | ['truthUnknown' | 'suspend' | 'resume' | 'advance'];

/** What a run was told, and when: server time in ms since 1970, or null while that is not known. */
export type RunEvent = [at: number | null, ...Told];
