import { readFrame } from '../../../protocol/websocket-frame.ts';
import type { Goodbye } from '../../ways/way.ts';
import type { Message } from '../messages/message.ts';

/** What the visitor has sent over the open WebSocket. */
export interface Sent {
  /** Number of the last message before it. */
  after: number;
  what: string | Goodbye;
}

/** A close may have no other code from a page (https://websockets.spec.whatwg.org/#dom-websocket-close). */
const CODES = { normal: 1000, min: 3000, max: 4999 };

/** Longest reason of a close, in bytes (RFC 6455 §5.5.1). */
const LONGEST_REASON = 123;

/** Why a browser would not close with this, in a sentence; undefined if it would. */
export function problemOf({ code, reason }: Goodbye): string | undefined {
  const { normal, min, max } = CODES;
  if (code !== normal && !(Number.isInteger(code) && code >= min && code <= max)) {
    return `A page may close with ${normal}, or with ${min} to ${max}. The other codes are the browser’s.`;
  }
  if (new TextEncoder().encode(reason).length > LONGEST_REASON) {
    return `A reason may have ${LONGEST_REASON} bytes at most.`;
  }
  return undefined;
}

/** The frame that carried it, and what the server has answered, as far as they are known. */
export function wireOf(
  { after, what }: Sent,
  messages: readonly Message[],
): { frame?: Message | undefined; answer?: Message | undefined } {
  const later = messages.filter(
    ({ id, side, kind }) => id > after && side === 'ws' && kind === 'frame',
  );
  const frame = later.find(
    ({ direction, bytes, close }) =>
      direction === 'up' && (typeof what === 'string' ? readFrame(bytes)?.text === what : close),
  );
  if (!frame) return {};
  const answer = later.find(
    (message) =>
      message.id > frame.id &&
      message.connection === frame.connection &&
      message.direction === 'down' &&
      isAnswer(message, what),
  );
  return { frame, answer };
}

/** Whether the server has sent this because of that, not because a price has changed or the page has pinged. */
function isAnswer({ bytes, close, seq }: Message, what: Sent['what']): boolean {
  if (close) return true;
  if (typeof what !== 'string') return false;
  if (seq !== undefined) return what.includes('"subscribe"');
  const text = readFrame(bytes)?.text ?? '';
  const [, pong] = /^\{"type":"pong","id":(\d+)/.exec(text) ?? [];
  return pong === undefined || what.includes(`"id":${pong}`);
}
