import { LIVE } from '../measure/freshness.ts';
import type { Wrong } from '../measure/recent-worst.ts';
import type { ServerClock } from '../session/clock.ts';
import type { Side } from '../session/side.ts';

/** How right the price is that a side shows now; age and distance are of the same instant. */
export interface Freshness extends Wrong {
  stale: boolean;
}

/** What has to be known of a page: a whole session will do. */
interface Viewer {
  clock: ServerClock;
  /** True while all numbers can be known. */
  measured: boolean;
  settings: { paused: boolean };
}

/**
 * A side that gets prices by itself is given the worst of its last second, so that it does not
 * flicker, and is up to date while that is no more than the line's own delay: then its price is what
 * was true when it was sent.
 * @returns undefined while it can't be known, or the display is paused
 */
export function freshnessOf(
  { measured, clock, settings }: Viewer,
  side: Side,
): Freshness | undefined {
  const now = measured && !settings.paused ? clock.now : undefined;
  if (now === undefined) return undefined;
  const { score } = side.run;
  const live = side.way.controls !== 'button';
  const wrong = live ? score.worst(now) : score.wrong(now);
  if (!wrong) return undefined;
  // A price may be known to be out of date before its age can be: the clocks are not equal.
  const stale = live ? wrong.age >= LIVE : (score.waiting ?? 0) > 0;
  return { age: wrong.age, offBy: stale ? wrong.offBy : 0, stale };
}

/** A side that is right for less than this share of its run seldom shows the newest price. */
const OFTEN = 0.5;

/** Whether a side keeps up and still seldom shows the newest price: both are said, and both are true. */
export function isRarelyNewest(viewer: Viewer, side: Side): boolean {
  const live = side.way.controls !== 'button';
  const keepsUp = freshnessOf(viewer, side)?.stale === false;
  return live && keepsUp && (side.run.score.rightFor ?? 1) < OFTEN;
}
