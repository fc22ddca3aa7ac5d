import type { Meter } from '../instruments/bytes.ts';
import type { ServerTime } from '../tick.ts';
import type { Reveal } from './results.ts';
import type { Phase, RoundView, WayId } from './round.ts';
import type { Score } from './score.ts';
import type { Plan } from './steering.ts';

/**
 * Sent from server to client after joining and whenever something has changed: all that this client
 * shows. A latecomer, a reload and a return are the same.
 */
export interface Snapshot {
  type: 'snapshot';
  code: string;
  /** Grows with each change of phase or round. */
  step: number;
  phase: Phase;
  /** When the phase began. */
  since: ServerTime;
  /** When the run ends by itself. */
  until?: ServerTime;
  round?: RoundView;
  /** Phones that are here now, and how many of them have their screen off. */
  members: number;
  hidden: number;
  /** How many have voted in the vote that is open, or was last: never what. */
  voted: number;
  /** A screen in front was here, and none is now. */
  away: boolean;
  /** The run that was on ended with its server, and nothing of it counts; until the next step. */
  cutShort?: boolean;
  /** A talk with the neighbour would help: between one and two thirds were right. Screens and notes only. */
  hint?: boolean;
  /** Price changes a second in the class's market now; it stands still but in a run. */
  rate: number;
  /** Where phones reach this server, as `http://192.168.1.20:3000`. Screens and notes only. */
  address?: string;
  /** How many phones get their price in which way, in the round's order; from the run on. */
  spread?: readonly { way: WayId; n: number }[];
  /** The phones' lines are cut now. */
  cut?: boolean;
  /** The seq of the last news of this run, see `ClassNews`. */
  news?: number;
  reveal?: Reveal;
  /** The rounds that have been revealed, in the summary. Screens and notes only. */
  summary?: readonly { round: RoundView; reveal: Reveal }[];
  /** All rounds there are, in order, and the plan that is chosen. Screens and notes only. */
  rounds?: readonly { id: string; title: string }[];
  plan?: Plan;
  you?: You;
  notes?: Notes;
}

/** What a phone is told of itself. */
export interface You {
  /** Its vote that counts now. */
  vote?: number;
  /** How it gets its price in this run; missing for a phone that came too late, or isn't needed. */
  way?: WayId;
  /** The last that it has reported of this run: what a phone that was loaded anew goes on from. */
  score?: Omit<Score, 'type' | 'step'>;
  /** What the server has counted at its TCP sockets in this run; from the reveal on. */
  bytes?: Pick<Meter, 'read' | 'written' | 'connections'>;
}

/** What only the instructor's notes are told. */
export interface Notes {
  /** What to say now. */
  say: string;
  /** What comes next. */
  next: string;
  /** Share of the right answers among the votes, once the vote is closed, 0 to 1. */
  right?: number;
}
