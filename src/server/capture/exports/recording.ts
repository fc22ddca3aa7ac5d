import type { LineMessage } from '../../../protocol/instruments/messages.ts';
import type { LinePart } from '../../../protocol/tab.ts';
import type { ServerTime } from '../../../protocol/tick.ts';

/** A message, and what became of it; neither while it is still under way. */
export interface RecordedMessage extends LineMessage {
  received?: ServerTime;
  lost?: ServerTime;
}

/** The end of a TCP connection. */
export interface Closing {
  side: LinePart;
  connection: number;
  at: ServerTime;
}

/** The last messages on a tab's line, as they stood at one moment: what a file is made from. */
export interface Recording {
  tab: string;
  /** The moment. */
  until: ServerTime;
  /** In the order of sending. */
  messages: readonly RecordedMessage[];
  closings: readonly Closing[];
  /** How many more were seen that are not kept. */
  missing: number;
  /** Whether the visitor came with `https://`: then these are the bytes inside TLS. */
  secure: boolean;
  /** The TLS secrets of the tab's connections as a key log file; empty if there are none. */
  keys: string;
}

/** How large a message was, in bytes; of a long one only the first are kept. */
export const sizeOf = ({ size }: LineMessage): number =>
  size.handshake + size.headers + size.framing + size.body;

/** How many characters it takes to keep or tell a message's bytes and headers. */
export const keptOf = ({ raw, http2 }: LineMessage): number =>
  (http2?.headers ?? []).reduce(
    (total, { name, value }) => total + name.length + value.length,
    raw.length,
  );

export const bytesOf = ({ raw }: LineMessage): Buffer => Buffer.from(raw, 'base64');

/** Whether only the beginning of a message is there. */
export const isCut = (message: LineMessage): boolean => bytesOf(message).length < sizeOf(message);

/** What a file says of itself: from when it is, and what is not in it. */
export function summaryOf({ messages, missing, until, secure }: Recording): string {
  const last = messages.at(-1)?.id;
  const cut = messages.filter(isCut).length;
  return [
    last === undefined ? 'No message yet' : `Up to message ${last}`,
    ` at ${timeOf(until)} by the server's clock.`,
    missing > 0 ? ` Messages seen but not kept, so not in this file: ${missing}.` : '',
    cut > 0
      ? ` Messages too long to be kept whole, of which the first bytes are here: ${cut}.`
      : '',
    ' The bytes are those that went through the server’s sockets',
    secure
      ? ', as they were inside TLS: this file has no encrypted bytes, and needs no keys.'
      : '.',
  ].join('');
}

/** A time in UTC, to the millisecond (RFC 3339). */
export const timeOf = (time: ServerTime): string => new Date(time).toISOString();

/** What a file of it is called. */
export function nameOf({ messages }: Recording, ending: string): string {
  return `ask-or-be-told-up-to-message-${messages.at(-1)?.id ?? 0}.${ending}`;
}
