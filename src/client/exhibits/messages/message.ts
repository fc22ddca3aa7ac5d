import type { LineMessage } from '../../../protocol/instruments/messages.ts';
import type { LinePart } from '../../../protocol/tab.ts';
import { type Frame, utf8 } from '../../../protocol/websocket-frame.ts';
import { readHttp2 } from './http2/http2-message.ts';
import { type Reading, readEvent, readWebSocket, saying } from './reading.ts';

/** How a message came about: somebody asked, that was answered, or it was sent unasked. */
export type Manner = 'request' | 'answer' | 'push';

/** What those are called whose messages go over the line. */
export const NAMES: Record<LinePart, string> = {
  http: 'Ask',
  ws: 'Be told',
  terminal: 'Your terminal',
  shared: 'Shared',
};

/** A message on the wire, read. */
export interface Message extends LineMessage {
  /** Its bytes; of a very long one the first. */
  bytes: Uint8Array;
  /** Names the connection that it is on, or the stream of an HTTP/2 connection. */
  exchange: string;
  manner: Manner;
  /** What it says, in a few words. */
  label: string;
  /** The same in fewer words, for where there is little room. */
  brief: string | undefined;
  /** It says little by itself: how an answer begins and ends over HTTP/2. */
  minor: boolean;
  /** It only asks or says that somebody is still there. */
  heartbeat: boolean;
  /** It is a goodbye (RFC 6455 §5.5.1). */
  close: boolean;
  /** It begins or ends something on its connection or stream. */
  turn: 'asked' | 'answered' | 'ended' | undefined;
  /** From this answer on a line is open: both ways, or for the server alone. */
  opens: 'line' | 'stream' | undefined;
  /** The WebSocket's frames in it that are all there. */
  frames: readonly Frame[];
  /** The number of the price in it. */
  seq: number | undefined;
  /** The number of the visitor's note in it. */
  note: number | undefined;
  /** Server time at which its last byte arrived, in ms since 1970. */
  received: number | undefined;
  /** Server time at which it was known never to arrive. */
  lost: number | undefined;
  /** Server time from which on it is not known what has become of it. */
  untold: number | undefined;
}

/** Bytes out of Base64. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** All bytes of a message. */
export const sizeOf = ({ size }: LineMessage): number =>
  size.handshake + size.headers + size.framing + size.body;

/** Reads what the server has logged. */
export function readMessage(wire: LineMessage): Message {
  const bytes = fromBase64(wire.raw);
  const read = {
    request,
    answer,
    chunk: readEvent,
    frame: readWebSocket,
    http2: readHttp2,
    unreadable,
  };
  return {
    ...wire,
    bytes,
    exchange: `${wire.side} ${wire.connection}`,
    manner: 'push',
    brief: undefined,
    minor: false,
    heartbeat: false,
    close: false,
    turn: undefined,
    opens: undefined,
    frames: [],
    seq: undefined,
    note: undefined,
    received: undefined,
    lost: undefined,
    untold: undefined,
    ...read[wire.kind](bytes, wire),
  };
}

/** Where the headers end and the body begins (RFC 9112 §2.1). */
export function headAndBody(bytes: Uint8Array): { head: string; body: string } {
  const text = utf8(bytes) ?? '';
  const end = text.indexOf('\r\n\r\n');
  return end < 0
    ? { head: text, body: '' }
    : { head: text.slice(0, end + 4), body: text.slice(end + 4) };
}

/** The value of a header, or undefined. */
export function headerOf(head: string, name: string): string | undefined {
  const line = head.split('\r\n').find((line) => line.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

function request(bytes: Uint8Array, { size }: LineMessage): Reading {
  const { head, body } = headAndBody(bytes);
  const [method = '', target = ''] = head.split(' ');
  const path = `${method} ${target.split('?')[0]}`;
  if (size.handshake > 0)
    return { label: `${path}  Upgrade: websocket`, brief: 'Upgrade', manner: 'request' };
  const said = saying(body);
  const label = said ? `${path} ${said.label}` : path;
  return { ...said, label, brief: method, manner: 'request', turn: 'asked' };
}

function answer(bytes: Uint8Array): Reading {
  const { head, body } = headAndBody(bytes);
  const [, status = '', reason = ''] = /^HTTP\/1\.1 (\d+) ?(.*)/.exec(head) ?? [];
  const answered = { manner: 'answer', turn: 'answered' } as const;
  if (status === '101')
    return { ...answered, label: `${status} ${reason}`, brief: status, opens: 'line' };
  if (headerOf(head, 'content-type')?.startsWith('text/event-stream')) {
    return { ...answered, label: `${status} event stream`, brief: status, opens: 'stream' };
  }
  const said = saying(body);
  return {
    ...said,
    ...answered,
    label: `${status} ${said?.label ?? reason}`,
    brief: said?.label ?? status,
  };
}

function unreadable(): Reading {
  return { label: 'can’t be read' };
}
