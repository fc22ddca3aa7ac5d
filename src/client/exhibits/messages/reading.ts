import { type Frame, OPCODES, readFrame, utf8 } from '../../../protocol/websocket-frame.ts';
import { dollars } from '../../ui/format.ts';
import type { Message } from './message.ts';

/** What a message says, as far as it is of its kind. */
export type Reading = Pick<Message, 'label'> &
  Partial<
    Pick<
      Message,
      | 'brief'
      | 'minor'
      | 'manner'
      | 'heartbeat'
      | 'close'
      | 'turn'
      | 'opens'
      | 'seq'
      | 'note'
      | 'frames'
    >
  >;

/** Reads a piece of an event stream. */
export function readEvent(bytes: Uint8Array): Reading {
  const text = utf8(bytes) ?? '';
  const [, data] = /^data: ?(.*)$/m.exec(text) ?? [];
  if (data !== undefined) return saying(data) ?? { label: 'event' };
  if (/^:/m.test(text)) return { label: 'still there', heartbeat: true };
  return { label: /^retry:/m.test(text) ? 'retry' : 'end' };
}

/** Reads the first WebSocket frame of some bytes. */
export function readWebSocket(bytes: Uint8Array): Reading & { frames: Frame[] } {
  const frame = readFrame(bytes);
  if (!frame) return { label: 'long frame', frames: [] };
  const frames = [frame];
  const name = OPCODES[frame.opcode] ?? `opcode ${frame.opcode}`;
  if (frame.close) {
    const label = `close ${frame.close.code ?? ''}`.trim();
    return { label, frames, close: true, turn: 'ended' };
  }
  if (frame.opcode >= 8) return { label: name, frames, heartbeat: true };
  return { label: name, ...saying(frame.text ?? ''), frames };
}

/** What one of our own JSON messages says. */
export function saying(text: string): Reading | undefined {
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
