import Type, { type Static } from 'typebox';
import { strict } from '../schema.ts';

/** Sent from screen or notes to server; answered by {@link ClassReport}. */
export const AskReport = Type.Object(
  { type: Type.Literal('report'), format: Type.Enum(['markdown', 'csv']) },
  strict,
);
export type AskReport = Static<typeof AskReport>;

/** Sent from server to screen or notes: the class so far, way by way and round by round; of nobody in particular. */
export interface ClassReport {
  type: 'report';
  format: AskReport['format'];
  text: string;
}
