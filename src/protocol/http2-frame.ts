/** Frames of HTTP/2 (RFC 9113 §4.1), read one by one. */

/** Types of frames (RFC 9113 §6, RFC 9218 §7.1). */
export const FRAME = {
  data: 0x00,
  headers: 0x01,
  resetStream: 0x03,
  settings: 0x04,
  ping: 0x06,
  goAway: 0x07,
  windowUpdate: 0x08,
  continuation: 0x09,
  priorityUpdate: 0x10,
} as const;

/** What the types are called, by number. */
export const FRAME_NAMES: Record<number, string> = {
  0: 'DATA',
  1: 'HEADERS',
  2: 'PRIORITY',
  3: 'RST_STREAM',
  4: 'SETTINGS',
  5: 'PUSH_PROMISE',
  6: 'PING',
  7: 'GOAWAY',
  8: 'WINDOW_UPDATE',
  9: 'CONTINUATION',
  16: 'PRIORITY_UPDATE',
};

/** Why a stream or a connection ends, by number (RFC 9113 §7). */
export const ERRORS: readonly string[] = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];

/** Flags (RFC 9113 §6); the first means either, by the frame's type. */
export const FLAG = {
  endStream: 0x01,
  ack: 0x01,
  endHeaders: 0x04,
  padded: 0x08,
  priority: 0x20,
} as const;

/** A frame's header takes so many bytes. */
export const FRAME_HEADER = 9;

/** What a client sends before its first frame (RFC 9113 §3.4). */
export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** HEADERS may begin with what was once its priority (RFC 9113 §6.2), in bytes. */
export const PRIORITY_LENGTH = 5;

/** The header of a frame. */
export interface FrameHeader {
  /** One of {@link FRAME}, or one that we don't know. */
  type: number;
  flags: number;
  /** 0 for the connection as a whole. */
  stream: number;
  /** Of the payload, in bytes. */
  length: number;
}

/** A frame, as far as its bytes are there. */
export interface Http2Frame extends FrameHeader {
  /** What it carries, without padding and priority. */
  content: Uint8Array;
}

/** Reads a frame's header. */
export function readFrameHeader(bytes: Uint8Array): FrameHeader {
  const { buffer, byteOffset } = bytes;
  const view = new DataView(buffer, byteOffset, FRAME_HEADER);
  return {
    length: view.getUint32(0) >>> 8,
    type: view.getUint8(3),
    flags: view.getUint8(4),
    // The first bit is reserved.
    stream: view.getUint32(5) & 0x7fffffff,
  };
}

/** Reads a frame; undefined for the client's preface, or if not even its header is there. */
export function readHttp2Frame(bytes: Uint8Array): Http2Frame | undefined {
  if (bytes.length < FRAME_HEADER || isPreface(bytes)) return undefined;
  const header = readFrameHeader(bytes);
  const payload = bytes.subarray(FRAME_HEADER, FRAME_HEADER + header.length);
  return { ...header, content: contentOf(header, payload) };
}

/** What a payload carries, without padding and priority. */
export function contentOf<Bytes extends Uint8Array>(
  { type, flags, length }: FrameHeader,
  payload: Bytes,
): Bytes {
  const padded = (type === FRAME.data || type === FRAME.headers) && flags & FLAG.padded;
  const padding = padded ? (payload[0] ?? 0) : 0;
  const priority = type === FRAME.headers && flags & FLAG.priority ? PRIORITY_LENGTH : 0;
  return payload.subarray((padded ? 1 : 0) + priority, length - padding) as Bytes;
}

/** Whether bytes begin with the client's preface. */
export const isPreface = (bytes: Uint8Array): boolean =>
  [...PREFACE].every((character, i) => bytes[i] === character.charCodeAt(0));
