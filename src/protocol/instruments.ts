/** All that the WebSocket `/instruments` carries. */
import Type, { type Static } from 'typebox';
import type { ErrorMessage } from './error.ts';
import type { Bytes } from './instruments/bytes.ts';
import type { Hello } from './instruments/hello.ts';
import { type LineSet, SetLine } from './instruments/line.ts';
import { type MarketSet, type News, SetMarket, type Truth } from './instruments/market.ts';
import type { Messages } from './instruments/messages.ts';
import { Ping, type Pong } from './ping.ts';

/** All that a page may send on `/instruments`. */
export const ToInstruments = Type.Union([SetLine, SetMarket, Ping]);
export type ToInstruments = Static<typeof ToInstruments>;

/** The server can't do what was asked of it. */
export interface InstrumentsError extends ErrorMessage {
  /** Which wish it won't fulfil; absent if the message was none. */
  about?: (SetLine | SetMarket)['type'];
}

/** All that `/instruments` sends. */
export type FromInstruments =
  | Hello
  | Truth
  | LineSet
  | MarketSet
  | News
  | Bytes
  | Messages
  | Pong
  | InstrumentsError;
