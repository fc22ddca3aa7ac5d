import { LIVE } from '../measure/freshness.ts';
import type { Session } from '../session/session.ts';
import type { Side } from '../session/side.ts';

/** How right the price is that a side shows now. */
export interface Freshness {
  /** For how long it has been out of date, in ms; undefined while that can't be known. */
  age: number | undefined;
  stale: boolean;
}

/** A side that gets prices by itself is given the worst of its last second, so that it does not flicker. */
export function freshnessOf({ measured, clock }: Session, side: Side): Freshness {
  const now = measured ? clock.now : undefined;
  const live = side.way.controls !== 'button';
  const age = now && (live ? side.run.score.worst(now) : side.run.score.outOfDate(now));
  return { age, stale: age !== undefined && age >= (live ? LIVE : 1) };
}
