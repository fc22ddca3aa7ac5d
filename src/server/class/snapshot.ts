import type { ClassRole } from '../../protocol/class/join.ts';
import type { Reveal } from '../../protocol/class/results.ts';
import type { Phase, RoundView, WayId } from '../../protocol/class/round.ts';
import type { Notes, Snapshot } from '../../protocol/class/snapshot.ts';
import type { Plan } from '../../protocol/class/steering.ts';
import { type ClassState, planned } from './class-state.ts';
import { notesFor } from './notes.ts';
import type { Round } from './round/rounds.ts';
import { talkWouldHelp } from './round/votes.ts';

/** All that there is to know of a class's course, its secrets too. */
export interface CourseFacts {
  readonly state: ClassState;
  readonly rounds: readonly Round[];
  readonly since: number;
  readonly until: number | undefined;
  readonly voted: number;
  readonly rate: number;
  readonly cut: boolean;
  readonly spread: readonly { way: WayId; n: number }[] | undefined;
  readonly news: number | undefined;
  /** Share of right answers in the vote that is open, or was last. */
  readonly right: number | undefined;
  /** What has been found out in each round that has been revealed, by its index. */
  readonly reveals: ReadonlyMap<number, Reveal>;
}

/** The same of a class, with who is in it. */
export interface ClassFacts extends CourseFacts {
  readonly code: string;
  /** Phones that are here, and how many of them have their screen off. */
  readonly members: number;
  readonly hidden: number;
  /** A screen in front was here, and none is now. */
  readonly away: boolean;
  /** Where phones reach this server. */
  readonly address: string | undefined;
}

/** What somebody may know of a class, apart from what is said to one phone alone. */
export function snapshotFor(
  role: ClassRole,
  { state, rounds, reveals, right, address, ...facts }: ClassFacts,
): Omit<Snapshot, 'you'> {
  const { phase, round, step, plan } = state;
  const current = round === undefined ? undefined : viewOf(round, rounds, plan);
  const reveal = phase === 'reveal' && round !== undefined ? reveals.get(round) : undefined;
  const common = {
    type: 'snapshot' as const,
    code: facts.code,
    step,
    phase,
    since: facts.since,
    ...(facts.until !== undefined && { until: facts.until }),
    ...(current && { round: current }),
    members: facts.members,
    hidden: facts.hidden,
    voted: facts.voted,
    away: facts.away,
    ...(state.cutShort && { cutShort: true }),
    rate: facts.rate,
    ...(facts.spread && { spread: facts.spread }),
    ...(facts.cut && { cut: true }),
    ...(facts.news !== undefined && { news: facts.news }),
  };
  if (role === 'phone') return { ...common, ...(reveal && { reveal: withoutDots(reveal) }) };
  return {
    ...common,
    ...(reveal && { reveal }),
    ...(address && { address }),
    ...(phase === 'closed' && talkWouldHelp(right) && { hint: true }),
    ...(phase === 'summary' && { summary: summaryOf(state, rounds, reveals) }),
    rounds: rounds.map(({ id, title }) => ({ id, title })),
    plan,
    ...(role === 'notes' && { notes: notesOf(state, rounds, right) }),
  };
}

/** A phone has no room for a dot a phone. */
const withoutDots = (reveal: Reveal): Reveal => ({
  ...reveal,
  results: reveal.results.map(({ knew: _, ...result }) => result),
});

function notesOf(state: ClassState, rounds: readonly Round[], right: number | undefined): Notes {
  const known = right !== undefined && CLOSED.has(state.phase);
  return { ...notesFor(state, rounds), ...(known && { right }) };
}

/** The phases in which no vote can be changed any more. */
const CLOSED = new Set<Phase>(['closed', 'discuss', 'run', 'reveal']);

const summaryOf = (
  { revealed, plan }: ClassState,
  rounds: readonly Round[],
  reveals: ReadonlyMap<number, Reveal>,
) =>
  revealed.flatMap((index) => {
    const reveal = reveals.get(index);
    return reveal ? [{ round: viewOf(index, rounds, plan), reveal }] : [];
  });

/** A round without its answer. */
export function viewOf(index: number, rounds: readonly Round[], plan: Plan): RoundView {
  const round = rounds[index] as Round;
  const order = planned(rounds, plan);
  // A round outside the plan can be begun, too; then it is counted among all.
  const inPlan = order.includes(index);
  const { id, title, question, choices, ways, poll, tap, askFirst, seconds, rate } = round;
  return {
    id,
    title,
    number: inPlan ? order.indexOf(index) + 1 : index + 1,
    of: inPlan ? order.length : rounds.length,
    question,
    choices,
    ways,
    poll,
    tap,
    askFirst,
    seconds,
    rate,
  };
}
