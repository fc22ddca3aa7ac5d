import Type, { type Static } from 'typebox';
import { LARGEST_INTEGER } from './schema.ts';

/** The companies one can ask for; the first is meant where none is named. */
export const StockSymbol = Type.Enum(['ACME', 'BOLO', 'ZEPH']);
export type StockSymbol = Static<typeof StockSymbol>;

/**
 * A time by the server's clock, in ms since 1970; that clock never goes back. It may have a fraction:
 * a pong's lets the page compare the two clocks to less than a millisecond. A tick's is whole, which
 * saves bytes in every message.
 */
export const ServerTime = Type.Number();
export type ServerTime = Static<typeof ServerTime>;

/** One price, and when it became true. */
export const Tick = Type.Object({
  symbol: StockSymbol,
  /** Number of this price, without holes within a run of the market. */
  seq: Type.Integer({ minimum: 1, maximum: LARGEST_INTEGER }),
  /** In dollars, with two decimals. */
  price: Type.Number(),
  /** When the price became true. */
  at: ServerTime,
});
export type Tick = Static<typeof Tick>;

/** Number of the last tick that a client has; it wants to go on from there. */
export const After = Type.Integer({ minimum: 0, maximum: LARGEST_INTEGER });
