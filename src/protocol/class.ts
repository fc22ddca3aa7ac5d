/**
 * What phones, screens and the server of a class say to each other, over the WebSocket `/class`. It
 * is like the instruments' connection: outside all counts, and on no simulated line. Clients send
 * what they want; what they show is what the server's {@link Snapshot} says.
 */
import Type, { type Static } from 'typebox';
import { VOTE_CHOICES } from './limits.ts';
import type { ErrorMessage, Meter, Pong, ServerTime, Truth } from './messages.ts';
import { Id, Name, Ping, strict } from './messages.ts';

/** Names a class, for everybody in the room: six digits. Another text is no class's. */
export const ClassCode = Type.String({ maxLength: 64 });

/** The five ways of getting a price, by the names they have in links. */
export const WayId = Type.Enum(['press', 'timer', 'long-poll', 'sse', 'websocket']);
export type WayId = Static<typeof WayId>;

/**
 * Who is at the other end: a member's `phone`; a `screen` in front, which all see; or the
 * instructor's own `notes`, which only the instructor sees.
 */
export const ClassRole = Type.Enum(['phone', 'screen', 'notes']);
export type ClassRole = Static<typeof ClassRole>;

/**
 * Sent from client to server first of all; answered by {@link Joined} and {@link Snapshot}. A phone
 * that was here before brings its `token`, and finds its place and its vote again; the newest
 * connection of a member replaces the older. Screens and notes bring the class's `key`.
 */
export const Join = Type.Object(
  {
    type: Type.Literal('join'),
    code: ClassCode,
    role: ClassRole,
    token: Type.Optional(Name),
    key: Type.Optional(Name),
  },
  strict,
);
export type Join = Static<typeof Join>;

/** Sent from phone to server: the answer to a round's question, for as long as the vote is open. The last one counts. */
export const Vote = Type.Object(
  {
    type: Type.Literal('vote'),
    /** The {@link Snapshot}'s `step`, so that a vote that comes late is not taken for another. */
    step: Id,
    /** Index into the question's choices. */
    choice: Type.Integer({ minimum: 0, maximum: VOTE_CHOICES - 1 }),
  },
  strict,
);
export type Vote = Static<typeof Vote>;

const Share = Type.Number({ minimum: 0, maximum: 1 });
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });

/** Sent from phone to server once a second during a run, and at its end: what the phone has measured so far. */
export const Score = Type.Object(
  {
    type: Type.Literal('score'),
    /** The {@link Snapshot}'s `step` of this run. */
    step: Id,
    /** Share of the run in which the price shown was the true one; missing before the first price. */
    rightFor: Type.Optional(Share),
    /** True prices that did not come before a newer one. */
    missed: Count,
    /** New prices that have come. */
    prices: Count,
    /** Requests that were sent; a WebSocket's handshake is one. */
    questions: Count,
    /** The seq of the last price that was news, once it, or a newer one, has been painted… */
    knew: Type.Optional(Id),
    /** …so many ms after it became true, by the server's clock as the phone estimates it. */
    after: Type.Optional(Type.Number({ minimum: -60_000, maximum: 3_600_000 })),
    /** The estimate's error, in ms. */
    error: Type.Optional(Type.Number({ minimum: 0, maximum: 60_000 })),
  },
  strict,
);
export type Score = Static<typeof Score>;

/** Sent from phone to server whenever its page is hidden or seen again. */
export const Seen = Type.Object({ type: Type.Literal('seen'), seen: Type.Boolean() }, strict);

/** What the instructor can do; `news` makes the price jump during a run. */
export const Action = Type.Enum([
  /** The next phase, or the next round after a reveal. */
  'next',
  /** The phase before; from a reveal, the run once more. */
  'back',
  /** Leaves this round out. */
  'skip',
  /** Forgets the round's votes and opens the vote anew. */
  'vote-again',
  /** From the vote, or once it is closed, to the talk with the neighbour, and a second vote after it. */
  'discuss',
  'news',
  /** To the summary, from wherever the class is. */
  'summary',
  /** Everybody goes home; the code is no longer good. */
  'end',
]);
export type Action = Static<typeof Action>;

/** Sent from screen or notes to server: the instructor moves the class on. */
export const Steer = Type.Object(
  {
    type: Type.Literal('steer'),
    action: Action,
    /** The {@link Snapshot}'s `step` that the instructor saw: of two who press at once, one moves the class. */
    step: Id,
  },
  strict,
);
export type Steer = Static<typeof Steer>;

/** Which rounds a class goes through: all of them, or four that fit into ten minutes. */
export const Plan = Type.Enum(['all', 'ten-minutes']);
export type Plan = Static<typeof Plan>;

/** Sent from screen or notes to server, in the lobby: the rounds that the class goes through. */
export const ChoosePlan = Type.Object({ type: Type.Literal('plan'), plan: Plan, step: Id }, strict);
export type ChoosePlan = Static<typeof ChoosePlan>;

/** Sent from screen or notes to server; answered by {@link ClassReport}. */
export const AskReport = Type.Object(
  { type: Type.Literal('report'), format: Type.Enum(['markdown', 'csv']) },
  strict,
);
export type AskReport = Static<typeof AskReport>;

/** Sent from screen or notes to server: begins with this round now, whatever the plan is. */
export const StartRound = Type.Object(
  { type: Type.Literal('start'), round: Name, step: Id },
  strict,
);
export type StartRound = Static<typeof StartRound>;

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

/**
 * Where a class is. A round goes from `predict` to `reveal`: `discuss` and `revote` only if the
 * instructor likes, `run` only if the round has ways.
 */
export const Phase = Type.Enum([
  'lobby',
  'predict',
  'vote',
  /** The votes are in, and can't be changed; nobody but the instructor knows how they stand. */
  'closed',
  'discuss',
  'revote',
  'run',
  'reveal',
  'summary',
  'ended',
]);
export type Phase = Static<typeof Phase>;

/** Sent from server to phone when it has joined. */
export interface Joined {
  type: 'joined';
  /** Brings the phone back to its place; nobody else is ever told it. */
  token: string;
  /** Names the phone's tab in the addresses of its prices, so that its line and its market are found. */
  tab: string;
  /** Whether the token that it brought was known: it is not where the server has lost the class. */
  back: boolean;
}

/** A round, as everybody may see it before it is revealed. */
export interface RoundView {
  /** Its name in the file of rounds. */
  id: string;
  title: string;
  /** From 1, and of how many. */
  number: number;
  of: number;
  question: string;
  choices: readonly string[];
  /** The ways that the phones are spread over; none if nothing is run. */
  ways: readonly WayId[];
  /** How often a phone on a timer asks, in s. */
  poll: number;
  /** What the phones do in the run, besides watching: the button `note` sends one there and back. */
  tap: boolean;
  /** Whether a phone with a button asks once by itself, so that there is a price that can grow old. */
  askFirst: boolean;
  /** How long the run takes, in s. */
  seconds: number;
  /** Price changes a second in the run. */
  rate: number;
}

/** How many chose each of the choices; `second` only if the class voted twice. */
export interface Tally {
  first: readonly number[];
  second?: readonly number[];
}

/** Quartiles of what some phones have measured. */
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
  /** The seq of the last news of this run, see {@link ClassNews}. */
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

/**
 * Sent from server to the phones of a run just before a price that is news goes out, so that whoever
 * gets the price knows what it is.
 */
export interface ClassNews {
  type: 'news';
  step: number;
  seq: number;
}

/**
 * Sent from server to screens during a run: these phones have painted the news. A screen that joins is
 * sent all that have, after its {@link Snapshot}.
 */
export interface Landed {
  type: 'landed';
  step: number;
  seq: number;
  /** How long after the news, in ms. */
  phones: readonly { way: WayId; after: number }[];
}

/** Sent from server to screen or notes: the class so far, way by way and round by round; of nobody in particular. */
export interface ClassReport {
  type: 'report';
  format: AskReport['format'];
  text: string;
}

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

/** Body of the answer to `GET /classes`. */
export interface MayBegin {
  /** Whether anybody may begin a class on this server. */
  open: boolean;
}

/** Body of the answer to `POST /classes`, which begins a class. */
export interface NewClass {
  code: string;
  /** Whoever has it steers the class. */
  key: string;
}
