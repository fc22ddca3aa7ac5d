import Type, { type Static } from 'typebox';
import { NOTE_LENGTH } from './limits.ts';
import { Id, strict } from './schema.ts';
import { From, Tab } from './tab.ts';
import type { ServerTime } from './tick.ts';

/** A visitor's own words; both sides carry them to the server and back. */
const note = {
  id: Id,
  text: Type.String({ minLength: NOTE_LENGTH.min, maxLength: NOTE_LENGTH.max }),
};

/** `/stream`: sent from page to server whenever the visitor likes; answered by {@link Noted}. */
export const Note = Type.Object({ type: Type.Literal('note'), ...note }, strict);

/** Sent from page to server as the body of `POST /note`; the answer's body is a {@link Noted}. */
export const NoteBody = Type.Object(note, strict);
export type NoteBody = Static<typeof NoteBody>;

/** Sent from page to server as the query of `POST /note`. */
export const NoteQuery = Type.Object(
  { tab: Type.Optional(Tab), from: Type.Optional(From) },
  strict,
);

/** `/stream`, and the answer to `POST /note`: a note has arrived, and is sent back. */
export interface Noted extends NoteBody {
  type: 'note';
  /** When the server had it. */
  at: ServerTime;
}
