import type { LineMessage, LineUser } from '../../../protocol/messages.ts';
import { OPCODES, readFrame, utf8 } from '../../../protocol/websocket-frame.ts';
import { dollars } from '../../ui/format.ts';

/** How a message came about: somebody asked, that was answered, or it was sent unasked. */
export type Manner = 'request' | 'answer' | 'push';

/** What those who use the line are called. */
export const NAMES: Record<LineUser, string> = {
  http: 'Ask',
  ws: 'Be told',
  terminal: 'Your terminal',
};

/** A message on the wire, read. */
export interface Message extends LineMessage {
  /** Its bytes; of a very long one the first. */
  bytes: Uint8Array;
  manner: Manner;
  /** What it says, in a few words. */
  label: string;
  /** It only asks or says that somebody is still there. */
  heartbeat: boolean;
  /** It is a goodbye (RFC 6455 §5.5.1). */
  close: boolean;
  /** From this answer on a line is open: both ways, or for the server alone. */
  opens: 'line' | 'stream' | undefined;
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
  const read = { request, answer, chunk, frame, unreadable }[wire.kind](bytes, wire);
  const manner = wire.kind === 'request' || wire.kind === 'answer' ? wire.kind : 'push';
  return {
    ...wire,
    bytes,
    manner,
    heartbeat: false,
    close: false,
    opens: undefined,
    seq: undefined,
    note: undefined,
    received: undefined,
    lost: undefined,
    untold: undefined,
    ...read,
  };
}

type Reading = Pick<Message, 'label'> &
  Partial<Pick<Message, 'heartbeat' | 'close' | 'opens' | 'seq' | 'note'>>;

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
  if (size.handshake > 0) return { label: `${path}  Upgrade: websocket` };
  const said = saying(body);
  return { ...said, label: said ? `${path} ${said.label}` : path };
}

function answer(bytes: Uint8Array): Reading {
  const { head, body } = headAndBody(bytes);
  const [, status = '', reason = ''] = /^HTTP\/1\.1 (\d+) ?(.*)/.exec(head) ?? [];
  if (status === '101') return { label: `${status} ${reason}`, opens: 'line' };
  if (headerOf(head, 'content-type')?.startsWith('text/event-stream')) {
    return { label: `${status} event stream`, opens: 'stream' };
  }
  const said = saying(body);
  return { ...said, label: said ? `${status} ${said.label}` : `${status} ${reason}` };
}

function chunk(bytes: Uint8Array): Reading {
  const text = utf8(bytes) ?? '';
  const [, data] = /^data: ?(.*)$/m.exec(text) ?? [];
  if (data !== undefined) return saying(data) ?? { label: 'event' };
  if (/^:/m.test(text)) return { label: 'still there', heartbeat: true };
  return { label: /^retry:/m.test(text) ? 'retry' : 'end' };
}

function frame(bytes: Uint8Array): Reading {
  const frame = readFrame(bytes);
  if (!frame) return { label: 'long frame' };
  const name = OPCODES[frame.opcode] ?? `opcode ${frame.opcode}`;
  if (frame.close) return { label: `close ${frame.close.code ?? ''}`.trim(), close: true };
  if (frame.opcode >= 8) return { label: name, heartbeat: true };
  return saying(frame.text ?? '') ?? { label: name };
}

function unreadable(): Reading {
  return { label: 'can’t be read' };
}

/** What one of our own JSON messages says. */
function saying(text: string): Reading | undefined {
  let said: Record<string, unknown>;
  try {
    said = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof said !== 'object' || said === null) return undefined;
  const { type, price, seq, id, text: note } = said;
  if (typeof price === 'number') return { label: dollars(price), seq: Number(seq) };
  if (typeof note === 'string') return { label: `“${note}”`, note: Number(id) };
  if (typeof type !== 'string') return undefined;
  return { label: type, heartbeat: type === 'ping' || type === 'pong' };
}
