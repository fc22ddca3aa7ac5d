import Type, { type Static } from 'typebox';
import { Name, strict } from '../schema.ts';

/** Names a class, for everybody in the room: six digits. Another text is no class's. */
export const ClassCode = Type.String({ maxLength: 64 });

/**
 * Who is at the other end: a member's `phone`; a `screen` in front, which all see; or the
 * instructor's own `notes`, which only the instructor sees.
 */
export const ClassRole = Type.Enum(['phone', 'screen', 'notes']);
export type ClassRole = Static<typeof ClassRole>;

/**
 * Sent from client to server first of all; answered by {@link Joined} and a snapshot. A phone
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

/** Sent from phone to server whenever its page is hidden or seen again. */
export const Seen = Type.Object({ type: Type.Literal('seen'), seen: Type.Boolean() }, strict);
