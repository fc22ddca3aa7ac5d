import Type, { type Static } from 'typebox';
import { WAIT } from './limits.ts';
import { query } from './schema.ts';
import { From, Tab } from './tab.ts';
import { After, StockSymbol } from './tick.ts';

/**
 * Sent from page to server as the query of `GET /price`; the answer's body is a tick. With
 * `after` the question is held until there is a newer tick, or for `wait` seconds (then 204).
 */
export const PriceQuery = Type.Object(
  {
    symbol: Type.Optional(StockSymbol),
    after: Type.Optional(After),
    wait: Type.Optional(Type.Integer({ minimum: WAIT.min, maximum: WAIT.max })),
    tab: Type.Optional(Tab),
    from: Type.Optional(From),
  },
  query,
);
export type PriceQuery = Static<typeof PriceQuery>;
