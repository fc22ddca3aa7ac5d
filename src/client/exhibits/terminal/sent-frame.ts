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
    ({ id, side, frames }) => id > after && side === 'ws' && frames.length > 0,
  );
  const frame = later.find(
    ({ direction, frames, close }) =>
      direction === 'up' &&
      (typeof what === 'string' ? frames.some(({ text }) => text === what) : close),
  );
  if (!frame) return {};
  const answer = later.find(
    (message) =>
      message.id > frame.id &&
      message.exchange === frame.exchange &&
      message.direction === 'down' &&
      isAnswer(message, what),
  );
  return { frame, answer };
}

/** Whether the server has sent this because of that, not because a price has changed or the page has pinged. */
function isAnswer({ frames, close, seq }: Message, what: Sent['what']): boolean {
  if (close) return true;
  if (typeof what !== 'string') return false;
  if (seq !== undefined) return what.includes('"subscribe"');
  return frames.some(({ text = '' }) => {
    const [, pong] = /^\{"type":"pong","id":(\d+)/.exec(text) ?? [];
    return pong === undefined || what.includes(`"id":${pong}`);
  });
}
