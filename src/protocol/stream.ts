import Type, { type Static } from 'typebox';
import type { ErrorMessage } from './error.ts';
import { Note, type Noted } from './note.ts';
import { Ping, type Pong } from './ping.ts';
import { query, strict } from './schema.ts';
import { From, Tab } from './tab.ts';
import { After, StockSymbol, type Tick } from './tick.ts';

/**
 * Sent from page to server as the query of the WebSocket handshake `GET /stream`; with `after` the
 * ticks since then come first.
 */
export const StreamQuery = Type.Object(
  {
    symbol: Type.Optional(StockSymbol),
    after: Type.Optional(After),
    tab: Type.Optional(Tab),
    from: Type.Optional(From),
  },
  query,
);
export type StreamQuery = Static<typeof StreamQuery>;

/** `/stream`: sent from page to server to hear of this company from now on, or since `after`. */
export const Subscribe = Type.Object(
  { type: Type.Literal('subscribe'), symbol: StockSymbol, after: Type.Optional(After) },
  strict,
);

/** All that a page may send on `/stream`. */
export const ToStream = Type.Union([Subscribe, Note, Ping]);
export type ToStream = Static<typeof ToStream>;

/** `/stream`: sent from server to page before the ticks that it asked for with `after`. */
export interface Resumed {
  type: 'resumed';
  /** How many missed ticks follow now, in order. */
  replayed: number;
  /** How many have expired: they were too old to be kept. */
  expired: number;
  /** `after` is of another run of the market, so this is a fresh start from the newest tick. */
  fresh: boolean;
}

/** All that `/stream` sends: the newest tick on connecting or subscribing, then each as it happens. */
export type FromStream = ({ type: 'tick' } & Tick) | Resumed | Noted | Pong | ErrorMessage;
