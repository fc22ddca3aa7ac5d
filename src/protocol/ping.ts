import Type from 'typebox';
import { Id, strict } from './schema.ts';
import type { ServerTime } from './tick.ts';

/** `/stream` and `/instruments`: sent from page to server to find out whether, and when, it is there. */
export const Ping = Type.Object({ type: Type.Literal('ping'), id: Id }, strict);

/** `/stream` and `/instruments`: sent from server to page at once on a ping. */
export interface Pong {
  type: 'pong';
  /** The ping's. */
  id: number;
  /** When it was answered. */
  at: ServerTime;
}
