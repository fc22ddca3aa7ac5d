import { randomBytes } from 'node:crypto';
import { firstSeq } from '../history.ts';
import { Market } from '../random-walk.ts';
import type { MadeStep } from './entry.ts';
import type { MarketStore, StoredRun } from './market-store.ts';
import type { RedisClock } from './redis-clock.ts';

/** A new run begins at least so far above the newest step that is known of, lest others know of newer ones. */
const APART = 3_000;

/** The market in memory, as Redis has it. */
export interface Shared {
  readonly run: string;
  readonly rate: number;
  readonly volatility: number;
  readonly clock: RedisClock;
  /** The newest step; none before the market has been joined. */
  readonly newest: MadeStep | undefined;
  /** Another run has begun, or steps between are lost: these are all there are. */
  adopt(run: StoredRun, steps: readonly MadeStep[], rate: number): void;
  /** The next step has been made. */
  take(step: MadeStep): void;
  takeRate(rate: number): void;
}

/** What a market is like that has to be begun. */
export interface NewMarket {
  seed: number;
  volatility: number;
  rate: number;
}

/** What Redis has does not go on from what is here: the `steps` are read anew, or another `run` begins. */
export type Broken = 'steps' | 'run';

/** There is a run in Redis, and no prices of it. */
export class Damaged extends Error {}

/**
 * Makes what is in memory the same as what is in Redis, where a market is begun if there is none.
 * @param broken what is known already not to go on
 * @returns undefined if all goes on; otherwise the id of the last change of the rate
 * @throws {Damaged | ForeignEntry} if another run has to begin
 */
export async function synchronize(
  store: MarketStore,
  shared: Shared,
  market: NewMarket,
  broken: Broken | undefined,
): Promise<string | undefined> {
  const { clock } = shared;
  clock.reset();
  const asked = clock.local;
  clock.add(asked, await store.time());

  const stored = await store.run();
  const known = stored?.run === shared.run;
  const verdict = broken ?? (known ? await compare(store, shared) : 'steps');
  if (!verdict) return undefined;
  if (!stored || verdict === 'run') await begin(store, shared, market, stored?.run);

  const run = await store.run();
  const steps = run ? await store.recent(run.run) : [];
  if (!run || steps.length === 0) throw new Damaged('The prices in Redis are gone');
  const { id, rate } = await store.rate(run.run);
  shared.adopt(run, withoutGap(steps), rate);
  return id;
}

/** @returns what of this run is broken, if it does not go on from the newest step here */
async function compare(store: MarketStore, { run, newest }: Shared): Promise<Broken | undefined> {
  if (!newest) return 'steps';
  const next = await store.from(run, newest.seq);
  // Redis has come back with an older state: what has been told already may be made again, otherwise.
  if (!next || (next.seq === newest.seq && next.at !== newest.at)) return 'run';
  return next.seq > newest.seq ? 'steps' : undefined;
}

async function begin(
  store: MarketStore,
  { clock, newest, run: before }: Shared,
  { seed, volatility, rate }: NewMarket,
  instead: string | undefined,
): Promise<void> {
  const { prices, state } = new Market({ seed, volatility });
  const at = Math.round(clock.now());
  const first = Math.max(firstSeq(at), (newest?.seq ?? 0) + APART);
  const run = { run: randomBytes(6).toString('hex'), first, volatility };
  const old = { instead, before: instead ?? before };
  await store.begin(run, { seq: first, at, prices, state }, rate, old);
}

/** The last steps that follow one another. */
function withoutGap(steps: readonly MadeStep[]): readonly MadeStep[] {
  const gap = steps.findLastIndex(({ seq }, i) => i > 0 && steps[i - 1]?.seq !== seq - 1);
  return steps.slice(Math.max(gap, 0));
}
