import {
  ERRORS,
  FLAG,
  FRAME,
  FRAME_NAMES,
  type Http2Frame,
} from '../../../../protocol/http2-frame.ts';
import { type Field, hex } from '../xray/frame-fields.ts';

/** Names of what SETTINGS sets (RFC 9113 §6.5.2, RFC 8441 §3, RFC 9218 §2.1). */
const SETTINGS: Record<number, string> = {
  1: 'HEADER_TABLE_SIZE',
  2: 'ENABLE_PUSH',
  3: 'MAX_CONCURRENT_STREAMS',
  4: 'INITIAL_WINDOW_SIZE',
  5: 'MAX_FRAME_SIZE',
  6: 'MAX_HEADER_LIST_SIZE',
  8: 'ENABLE_CONNECT_PROTOCOL',
  9: 'NO_RFC7540_PRIORITIES',
};

/** Every bit of the nine bytes that begin a frame (RFC 9113 §4.1), named and explained. */
export function fieldsOf({ length, type, flags, stream }: Http2Frame): Field[] {
  const set = flagsOf(type, flags);
  return [
    { name: 'Length', bits: '24 bits', meaning: `${length} bytes follow these nine.` },
    { name: 'Type', bits: bits(type), meaning: FRAME_NAMES[type] ?? `${type}: one we don’t know` },
    { name: 'Flags', bits: bits(flags), meaning: set.join(', ') || 'None.' },
    {
      name: 'Stream',
      bits: '1 + 31 bits',
      meaning:
        stream === 0
          ? '0: the connection as a whole, so neither side’s.'
          : `${stream}: one question and its answer, or one WebSocket. The browser’s have odd numbers.`,
    },
  ];
}

/** The names of the flags that are set. */
function flagsOf(type: number, flags: number): string[] {
  const data = type === FRAME.data;
  const headers = type === FRAME.headers;
  const names: [number, string, boolean][] = [
    [FLAG.endStream, 'END_STREAM', data || headers],
    [FLAG.ack, 'ACK', type === FRAME.settings || type === FRAME.ping],
    [FLAG.endHeaders, 'END_HEADERS', headers || type === FRAME.continuation],
    [FLAG.padded, 'PADDED', data || headers],
    [FLAG.priority, 'PRIORITY', headers],
  ];
  return names.filter(([bit, , has]) => has && flags & bit).map(([, name]) => name);
}

/** What a frame says that keeps the connection or a stream going or ends it; undefined for other frames. */
export function meaningOf({ type, content }: Http2Frame): string[] | undefined {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const numbers = Array.from({ length: content.length >> 2 }, (_, i) => view.getUint32(4 * i));
  const error = (code = 0) => `${ERRORS[code] ?? 'An error that we don’t know'} (${code})`;
  switch (type) {
    case FRAME.settings:
      return settingsOf(view);
    case FRAME.ping:
      return [`Eight bytes without meaning, which come back in the answer: ${hex(content)}`];
    case FRAME.windowUpdate:
      return [`${numbers[0]} more bytes of DATA may be sent`];
    case FRAME.resetStream:
      return [`The stream ends here: ${error(numbers[0])}`];
    case FRAME.goAway:
      return [`The connection ends here: ${error(numbers[1])}. Last stream: ${numbers[0]}`];
    default:
      return undefined;
  }
}

/** Each setting takes two bytes for what it is and four for its value. */
function settingsOf(view: DataView): string[] {
  const settings: string[] = [];
  for (let at = 0; at + 6 <= view.byteLength; at += 6) {
    const id = view.getUint16(at);
    settings.push(`${SETTINGS[id] ?? `setting ${id}`} = ${view.getUint32(at + 2)}`);
  }
  return settings.length > 0 ? settings : ['Nothing is set.'];
}

const bits = (value: number) => value.toString(2).padStart(8, '0');
