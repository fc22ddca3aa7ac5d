import {
  ERRORS,
  FLAG,
  FRAME,
  FRAME_NAMES,
  type Http2Frame,
  readHttp2Frame,
} from '../../../../protocol/http2-frame.ts';
import type { LineMessage } from '../../../../protocol/instruments/messages.ts';
import { utf8 } from '../../../../protocol/websocket-frame.ts';
import { type Reading, readEvent, readWebSocket, saying } from '../reading.ts';

/** Reads a frame of HTTP/2. */
export function readHttp2(bytes: Uint8Array, wire: LineMessage): Reading & { exchange: string } {
  const frame = readHttp2Frame(bytes);
  const { stream = 0 } = frame ?? {};
  const reading = frame ? readFrameOf(frame, wire) : { label: 'HTTP/2 begins' };
  return { ...reading, exchange: `shared ${wire.connection} ${stream}` };
}

function readFrameOf(frame: Http2Frame, wire: LineMessage): Reading {
  const { type, stream } = frame;
  const reading =
    { [FRAME.headers]: readHeaders, [FRAME.continuation]: readHeaders, [FRAME.data]: readData }[
      type
    ] ?? readControl;
  const { label, ...rest } = reading(frame, wire);
  // What keeps a stream going means nothing without its name.
  const brief = reading === readControl ? undefined : label || undefined;
  const name = FRAME_NAMES[type] ?? `type ${type}`;
  return {
    ...rest,
    brief,
    label: [name, stream > 0 ? `#${stream}` : '', label].filter(Boolean).join(' '),
  };
}

function readHeaders(_frame: Http2Frame, { direction, side, http2 }: LineMessage): Reading {
  const value = (name: string) => http2?.headers?.find((header) => header.name === name)?.value;
  if (direction === 'up') {
    const path = value(':path')?.split('?')[0] ?? '';
    const label = `${value(':method') ?? ''} ${path}`.trim();
    return side === 'ws'
      ? { label, manner: 'request' }
      : { label, manner: 'request', turn: 'asked' };
  }
  const status = value(':status') ?? '';
  const answered = { manner: 'answer', turn: 'answered' } as const;
  if (side === 'ws' && status === '200') return { ...answered, label: status, opens: 'line' };
  if (value('content-type')?.startsWith('text/event-stream')) {
    return { ...answered, label: `${status} event stream`, opens: 'stream' };
  }
  return { ...answered, label: status, minor: status === '200' };
}

function readData(frame: Http2Frame, { direction, http2 }: LineMessage): Reading {
  const { content, flags } = frame;
  const last = flags & FLAG.endStream;
  if (content.length === 0) {
    const empty = { manner: direction === 'up' ? 'request' : 'answer', minor: true } as const;
    return last
      ? { ...empty, label: 'end of stream', turn: 'ended' }
      : { ...empty, label: 'empty' };
  }
  if (http2?.data === 'frames') return readWebSockets(content);
  if (http2?.data === 'rest') return { label: 'rest of a frame' };
  if (http2?.data === 'events') return readEvent(content);
  const label = `${content.length} bytes`;
  const manner = direction === 'up' ? 'request' : 'answer';
  return { label, ...saying(utf8(content) ?? ''), manner };
}

/** All WebSocket frames that one DATA frame carries. */
function readWebSockets(content: Uint8Array): Reading {
  const readings: ReturnType<typeof readWebSocket>[] = [];
  for (let at = 0; at < content.length; ) {
    const reading = readWebSocket(content.subarray(at));
    const [frame] = reading.frames;
    readings.push(reading);
    at += frame ? frame.headerLength + frame.length : content.length;
  }
  return {
    ...Object.assign({}, ...readings),
    label: readings.map(({ label }) => label).join(' + '),
    heartbeat: readings.every(({ heartbeat }) => heartbeat),
    frames: readings.flatMap(({ frames }) => frames),
  };
}

/** What keeps the connection or a stream going, or ends it. */
function readControl({ type, flags, content }: Http2Frame): Reading {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const number = (at: number) => (content.length >= at + 4 ? view.getUint32(at) : undefined);
  const error = (at: number) => ERRORS[number(at) ?? -1] ?? `error ${number(at)}`;
  switch (type) {
    case FRAME.settings:
    case FRAME.ping: {
      const ack = flags & FLAG.ack;
      const heartbeat = type === FRAME.ping;
      return ack ? { label: 'ack', manner: 'answer', heartbeat } : { label: '', heartbeat };
    }
    case FRAME.windowUpdate:
      return { label: `+${number(0)}` };
    case FRAME.resetStream:
      return { label: error(0), turn: 'ended' };
    case FRAME.goAway:
      return { label: error(4) };
    default:
      return { label: '' };
  }
}
