import Type from 'typebox';
import { Id, strict } from './schema.ts';
import type { ServerTime } from './tick.ts';

/** `/stream`, `/instruments` and `/class`: sent from client to server to find out whether, and when, it is there. */
export const Ping = Type.Object({ type: Type.Literal('ping'), id: Id }, strict);

/** `/stream`, `/instruments` and `/class`: sent from server to client at once on a ping. */
export interface Pong {
  type: 'pong';
  /** The ping's. */
  id: number;
  /** When it was answered. */
  at: ServerTime;
}
