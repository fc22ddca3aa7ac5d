import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Reveal } from '../../../protocol/class/results.ts';
import { Phase, WayId } from '../../../protocol/class/round.ts';
import { Plan } from '../../../protocol/class/steering.ts';
import type { HostKey } from '../../http/host-key.ts';
import { type ClassState, LOBBY } from '../class-state.ts';

/** A class in which nobody does anything for so long ends, in ms. */
export const IDLE = 2 * 3_600_000;

/** Whoever steers may look back for so long once a class is over, in ms. */
export const LOOK_BACK = 600_000;

const Index = Type.Integer({ minimum: 0 });

const KeptState = Type.Unsafe<ClassState>(
  Type.Object({
    step: Index,
    phase: Phase,
    plan: Plan,
    round: Type.Optional(Index),
    ballot: Index,
    again: Type.Boolean(),
    run: Index,
    revealed: Type.Array(Index),
    cutShort: Type.Boolean(),
  }),
);

/** Who has voted, by the members' ids, and for which choice. */
const Votes = Type.Array(Type.Tuple([Type.String(), Index]));

/** The votes of a ballot. */
export const KeptVotes = Type.Object({ first: Votes, second: Votes });
export type KeptVotes = Static<typeof KeptVotes>;

/** A phone of a class, without what it is found by: that only the phone itself knows. */
const KeptMember = Type.Object({ id: Type.String(), had: Type.Array(WayId) });
export type KeptMember = Static<typeof KeptMember>;

/** What is kept of a class, so that it goes on where it was: at another server, or later. */
export const KeptClass = Type.Object({
  /** The digest of its key. */
  key: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  state: KeptState,
  /** When the phase began, in ms since 1970. */
  since: Type.Number(),
  votes: KeptVotes,
  members: Type.Array(KeptMember),
  /** What was found out, by the indices of the rounds. */
  reveals: Type.Array(Type.Tuple([Index, Type.Unsafe<Reveal>(Type.Object({}))])),
});
export type KeptClass = Static<typeof KeptClass>;

/** The part of it that a course goes on from. */
export type KeptCourse = Pick<KeptClass, 'state' | 'since' | 'votes' | 'reveals'>;

const valid = Compile(KeptClass);

/** A class that begins, as if it had been kept. */
export const newClass = (key: HostKey): KeptClass => ({
  key: key.digest,
  state: LOBBY,
  since: performance.timeOrigin + performance.now(),
  votes: { first: [], second: [] },
  members: [],
  reveals: [],
});

/** How long a class is kept of which nothing more is heard, in ms. */
export const lifetimeOf = ({ state }: KeptClass): number =>
  state.phase === 'ended' ? LOOK_BACK : IDLE;

/**
 * Reads what was kept.
 * @param rounds how many there are
 * @returns undefined if it is none of ours
 */
export function readKept(text: string, rounds: number): KeptClass | undefined {
  const kept = parse(text);
  if (!valid.Check(kept)) return undefined;
  const { state, reveals } = kept;
  const indices = [state.round ?? 0, ...state.revealed, ...reveals.map(([index]) => index)];
  return indices.every((index) => index < rounds) ? kept : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
