import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { StockSymbol } from '../../../protocol/tick.ts';
import { companies } from '../random-walk.ts';

const perCompany = { minItems: companies.length, maxItems: companies.length };

/** One step of the market as Redis keeps it, apart from its seq, which is its id. */
const Entry = Type.Object({
  /** When the prices became true: server time, in whole ms. */
  at: Type.Integer(),
  /** In cents, in the order of {@link companies}. */
  prices: Type.Array(Type.Integer({ minimum: 1 }), perCompany),
  /** What the next prices depend on: whoever makes them goes on from here. */
  state: Type.Object({
    logs: Type.Array(Type.Number(), perCompany),
    random: Type.Array(Type.Array(Type.Integer(), { minItems: 4, maxItems: 4 }), perCompany),
  }),
  /** The company whose price has jumped in this step. */
  news: Type.Optional(StockSymbol),
});
type Entry = Static<typeof Entry>;

const valid = Compile(Entry);

/** A step as it was made. */
export interface MadeStep extends Entry {
  readonly seq: number;
}

/** Something in the stream that is none of ours. */
export class ForeignEntry extends Error {}

/** Every entry has one field, of this name. */
const FIELD = 'step';

/** Redis refuses an id that is not above the last one: no seq can be made twice. */
export const idOf = (seq: number): string => `${seq}-0`;

export function encode({ seq: _, ...entry }: MadeStep): { [FIELD]: string } {
  return { [FIELD]: JSON.stringify(entry) };
}

/** @throws {ForeignEntry} if it is none of ours */
export function decode(id: string, fields: Record<string, string>): MadeStep {
  const seq = Number.parseInt(id, 10);
  const entry = parse(fields[FIELD]);
  if (id !== idOf(seq) || !valid.Check(entry)) {
    throw new ForeignEntry(`Redis has an entry ${id} among the prices that no server has made`);
  }
  return { seq, ...entry };
}

function parse(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
