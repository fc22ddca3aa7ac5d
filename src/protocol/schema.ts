/**
 * What the schemas of the messages are made of. Schemas are the server's: the page imports types
 * alone, so that no schema library reaches the browser.
 */
import Type from 'typebox';

/** Rejects members that the schema doesn't name. */
export const strict = { additionalProperties: false } as const;

/** A query of a GET may bring a cache-buster, as jQuery's `_=1700000000000`; it means nothing. */
export const query = { ...strict, patternProperties: { '^_$': Type.Unknown() } } as const;

/** JSON.parse alters larger integers (RFC 8259 §6), so they are refused. */
export const LARGEST_INTEGER = Number.MAX_SAFE_INTEGER;

/** A name that a client has made up: 1 to 64 of A-Z a-z 0-9 _ -. */
export const Name = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });

/** Whatever number a client gives to what it sends; the answer brings it back. */
export const Id = Type.Integer({ minimum: 0, maximum: LARGEST_INTEGER });
