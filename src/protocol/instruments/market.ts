import Type, { type Static } from 'typebox';
import { RATE } from '../limits.ts';
import { strict } from '../schema.ts';
import { StockSymbol, type Tick } from '../tick.ts';
import type { Hello } from './hello.ts';

/**
 * `/instruments`: sent from page to server to change the market for everybody: another rate (price
 * changes per second, 0 stands still), or news of a company, which moves its price by 8 %. A server
 * that other computers can reach wants the host's key with it.
 */
export const SetMarket = Type.Object(
  {
    type: Type.Literal('market'),
    rate: Type.Optional(
      Type.Union([Type.Literal(0), Type.Number({ minimum: RATE.min, maximum: RATE.max })]),
    ),
    news: Type.Optional(StockSymbol),
    key: Type.Optional(Type.String({ maxLength: 64 })),
  },
  strict,
);
export type SetMarket = Static<typeof SetMarket>;

/** `/instruments`: sent from server to page when the market's rate or its {@link Hello.trouble} has changed. */
export interface MarketSet extends Pick<Hello, 'rate' | 'trouble'> {
  type: 'market';
}

/** `/instruments`: sent from server to page when somebody has made news of a company: its price has jumped. */
export interface News {
  type: 'news';
  symbol: StockSymbol;
}

/** `/instruments`: sent from server to page on connecting and at each step of the market, all companies. */
export interface Truth {
  type: 'truth';
  ticks: readonly Tick[];
}
