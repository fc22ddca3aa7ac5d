/** The sequence diagram as data: what stands where, by the server's clock. How it looks is paint.ts's. */
import type { Damage } from '../../../protocol/instruments/line.ts';
import type { Direction, LinePart } from '../../../protocol/tab.ts';
import type { PriceChange } from '../../session/price-changes.ts';
import type { Manner, Message } from './message.ts';
import type { LineHistory, Period } from './message-history.ts';
import { by, type Span, spansOf } from './spans.ts';

/** Arrows are merged within pieces of time this long, so that a band does not change as time moves on, in ms. */
const PIECE = 500;

/** What is to be seen; times in ms of the server's clock. */
export interface View {
  from: number;
  /** Now, or the moment at which the picture is frozen: nothing after it has happened yet. */
  to: number;
  heartbeats: boolean;
  /** Arrows that follow each other more quickly than this are merged, in ms. */
  densest: number;
}

/** One message: its tail is when it was sent, its tip when it was received, or how far it has come. */
export interface Arrow {
  id: number;
  side: LinePart;
  direction: Direction;
  manner: Manner;
  label: string;
  /** What it is called where that doesn't fit. */
  brief: string | undefined;
  /** Others are named first. */
  minor: boolean;
  /** From it on a line is open. */
  opens: Message['opens'];
  sent: number;
  tip: number;
  /** How far it has come, from 0 to 1. */
  progress: number;
  state: 'arrived' | 'under way' | 'lost' | 'untold';
}

/** Arrows too close to each other to be told apart. */
export interface Band {
  side: LinePart;
  direction: Direction;
  manner: Manner;
  count: number;
  first: { sent: number; received: number };
  last: { sent: number; received: number };
}

/** A price change, and whether a side has been told of it. */
export interface Dot {
  at: number;
  http: boolean;
  ws: boolean;
}

export interface Picture {
  arrows: Arrow[];
  bands: Band[];
  spans: Span[];
  dots: Dot[];
  damages: (Period & { damage: Damage })[];
  /** More happened in them than is shown, by so many events. */
  gaps: (Period & { dropped: number })[];
}

/** What a view shows of a line's history. */
export function pictureOf(history: LineHistory, view: View): Picture {
  const visible = history.messages.filter(
    (message) => message.sent <= view.to && endOf(message, view) >= view.from,
  );
  const { single, bands } = merge(visible, view);
  return {
    arrows: single.map((message) => arrowOf(message, view, history)),
    bands,
    spans: spansOf(history, view.to).filter(({ to }) => (to ?? view.to) >= view.from),
    dots: dotsOf(history.prices(), view),
    damages: periodsIn(history.damages, view),
    gaps: periodsIn(history.gaps, view),
  };
}

/** Those that are seen; without an end where that has not come yet. */
function periodsIn<P extends Period>(periods: P[], view: View): P[] {
  return periods
    .filter(({ from, to }) => from <= view.to && (to ?? view.to) >= view.from)
    .map((period) => ({ ...period, to: by(period.to, view.to) }));
}

const endOf = ({ received, lost, untold }: Message, view: View) =>
  by(received ?? lost ?? untold, view.to) ?? view.to;

function arrowOf(message: Message, view: View, history: LineHistory): Arrow {
  const { id, side, direction, manner, label, brief, minor, opens, sent } = message;
  const arrow = { id, side, direction, manner, label, brief, minor, opens, sent };
  const received = by(message.received, view.to);
  if (received !== undefined) {
    return { ...arrow, tip: received, progress: 1, state: 'arrived' };
  }
  const lost = by(message.lost, view.to);
  const untold = by(message.untold, view.to);
  const stop = lost ?? untold ?? view.to;
  // A message that is to arrive later is on its way until then; others for as long as the line takes.
  const transit = (message.received ?? sent + message.transit) - sent;
  const stall = history.damages.find(
    ({ damage, from, to }) =>
      damage === 'stall' && from < sent + transit && (to ?? Number.POSITIVE_INFINITY) > sent,
  );
  const halted = stall || lost !== undefined || untold !== undefined;
  const progress = halted
    ? between(0.2, ((stall?.from ?? stop) - sent) / transit || 0.5, 0.8)
    : between(0, (stop - sent) / (transit || 1), 1);
  return {
    ...arrow,
    tip: Math.min(sent + progress * transit, view.to),
    progress,
    state: lost !== undefined ? 'lost' : untold !== undefined ? 'untold' : 'under way',
  };
}

const between = (min: number, value: number, max: number) => Math.min(Math.max(value, min), max);

/** Only arrows of one kind are merged: side, direction, and one of three actions. */
const KINDS = 24;

const USERS: LinePart[] = ['http', 'ws', 'shared', 'terminal'];

/** Which kind a message is, from 0. */
function kindOf({ side, direction, manner }: Message): number {
  return (
    6 * USERS.indexOf(side) +
    (direction === 'down' ? 3 : 0) +
    (manner === 'request' ? 0 : manner === 'answer' ? 1 : 2)
  );
}

/** Tells what stands alone from what is too dense. */
function merge(messages: Message[], view: View): { single: Message[]; bands: Band[] } {
  const pieces = new Map<number, Message[]>();
  const single: Message[] = [];
  for (const message of messages) {
    if (message.heartbeat && !view.heartbeats) continue;
    if (by(message.received, view.to) === undefined || message.opens) {
      single.push(message);
      continue;
    }
    const key = Math.floor(message.sent / PIECE) * KINDS + kindOf(message);
    const piece = pieces.get(key);
    if (piece) piece.push(message);
    else pieces.set(key, [message]);
  }
  const bands: Band[] = [];
  for (const piece of pieces.values()) {
    const [first, last] = [piece[0] as Message, piece.at(-1) as Message];
    if (piece.length <= PIECE / view.densest) {
      single.push(...piece);
      continue;
    }
    const { side, direction, manner } = first;
    const ends = ({ sent, received }: Message) => ({ sent, received: received as number });
    bands.push({
      side,
      direction,
      manner,
      count: piece.length,
      first: ends(first),
      last: ends(last),
    });
  }
  return { single: single.sort((a, b) => a.id - b.id), bands };
}

/** Of equal dots that would cover each other there is one. */
function dotsOf(prices: Iterable<PriceChange>, { from, to, densest }: View): Dot[] {
  const dots = new Map<string, Dot>();
  for (const { at, ...told } of prices) {
    if (at < from || at > to) continue;
    const http = by(told.http, to) !== undefined;
    const ws = by(told.ws, to) !== undefined;
    const key = `${Math.floor((2 * at) / densest)} ${http} ${ws}`;
    if (!dots.has(key)) dots.set(key, { at, http, ws });
  }
  return [...dots.values()];
}
