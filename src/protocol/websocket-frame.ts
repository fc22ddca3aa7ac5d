/** WebSocket frames (RFC 6455 §5), pure: build one, read one bit by bit. */

const FIN = 0x80;
const MASK = 0x80;

/** What a frame is for (RFC 6455 §11.8); those from 8 on are control frames. */
export const OPCODES: Record<number, string> = {
  0: 'continuation',
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong',
};

/** Longest payload that a control frame may have, in bytes (RFC 6455 §5.5). */
const LONGEST_CONTROL = 125;

/**
 * One unmasked, unfragmented text frame, as a server sends it (RFC 6455 §5.2): 2, 4 or 10 bytes of
 * header, then the text in UTF-8.
 */
export function textFrame(text: string): Uint8Array {
  const payload = new TextEncoder().encode(text);
  const length = payload.length;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const frame = new Uint8Array(2 + extended + length);
  const view = new DataView(frame.buffer);
  frame[0] = FIN | 1;
  frame[1] = extended === 0 ? length : extended === 2 ? 126 : 127;
  if (extended === 2) view.setUint16(2, length);
  if (extended === 8) view.setBigUint64(2, BigInt(length));
  frame.set(payload, 2 + extended);
  return frame;
}

/** The header of a frame, field by field (RFC 6455 §5.2). */
export interface FrameHeader {
  /** The last frame of its message. */
  fin: boolean;
  /** For extensions; without one they must be 0. */
  rsv: [boolean, boolean, boolean];
  /** 0 to 15; {@link OPCODES} has the names. */
  opcode: number;
  masked: boolean;
  /** How the length is written: in the 7 bits themselves, or in the next 16 or 64. */
  lengthBits: 7 | 16 | 64;
  /** Of the payload, in bytes. */
  length: number;
  /** The 4 bytes with which the payload is masked, if it is. */
  mask: Uint8Array | undefined;
  /** Of this header, in bytes: 2 to 14. */
  headerLength: number;
}

/** Reads a frame's header; undefined as long as not all of it is there. */
export function readHeader(bytes: Uint8Array): FrameHeader | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const masked = (second & MASK) !== 0;
  const short = second & 0x7f;
  const lengthBits = short < 126 ? 7 : short === 126 ? 16 : 64;
  const maskAt = 2 + (lengthBits === 7 ? 0 : lengthBits / 8);
  const headerLength = maskAt + (masked ? 4 : 0);
  if (bytes.length < headerLength) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length =
    lengthBits === 7 ? short : lengthBits === 16 ? view.getUint16(2) : Number(view.getBigUint64(2));
  return {
    fin: (first & FIN) !== 0,
    rsv: [(first & 0x40) !== 0, (first & 0x20) !== 0, (first & 0x10) !== 0],
    opcode: first & 0x0f,
    masked,
    lengthBits,
    length,
    mask: masked ? bytes.subarray(maskAt, headerLength) : undefined,
    headerLength,
  };
}

/** Masks a payload, or unmasks a masked one: each byte XOR the mask's next (RFC 6455 §5.3). */
export function applyMask(payload: Uint8Array, mask: Uint8Array): Uint8Array {
  return payload.map((byte, i) => byte ^ (mask[i % 4] as number));
}

/** A whole frame, taken apart. */
export interface Frame extends FrameHeader {
  /** The payload as it was sent. */
  sent: Uint8Array;
  /** The payload without its mask. */
  payload: Uint8Array;
  /** The payload as text; undefined where it is not text, or no valid UTF-8 by itself. */
  text: string | undefined;
  /** What a close frame says (RFC 6455 §5.5.1); no code where it carries none. */
  close: { code: number | undefined; reason: string } | undefined;
  /** What the RFC does not allow about it, each in a sentence. */
  problems: string[];
}

/** Reads one frame; undefined as long as not all of it is there. What follows it is ignored. */
export function readFrame(bytes: Uint8Array): Frame | undefined {
  const header = readHeader(bytes);
  if (!header) return undefined;
  const { headerLength, length, mask, opcode } = header;
  if (bytes.length < headerLength + length) return undefined;
  const sent = bytes.subarray(headerLength, headerLength + length);
  const payload = mask ? applyMask(sent, mask) : sent;
  const close = opcode === 8 ? readClose(payload) : undefined;
  return {
    ...header,
    sent,
    payload,
    text: opcode === 8 ? close?.reason : opcode === 2 ? undefined : utf8(payload),
    close,
    problems: problemsOf(header, payload),
  };
}

function readClose(payload: Uint8Array): Frame['close'] {
  const [high, low] = payload;
  if (high === undefined || low === undefined) return { code: undefined, reason: '' };
  return { code: high * 256 + low, reason: utf8(payload.subarray(2)) ?? '' };
}

function problemsOf(header: FrameHeader, payload: Uint8Array): string[] {
  const { fin, rsv, opcode, lengthBits, length } = header;
  const problems: string[] = [];
  if (!(opcode in OPCODES)) problems.push(`Opcode ${opcode} is reserved.`);
  if (rsv.includes(true)) problems.push('A reserved bit is set, but no extension was agreed on.');
  if (opcode >= 8 && !fin) problems.push('A control frame may not be fragmented.');
  if (opcode >= 8 && length > LONGEST_CONTROL) {
    problems.push(`A control frame carries at most ${LONGEST_CONTROL} bytes.`);
  }
  if (opcode === 8 && length === 1) problems.push('A close code takes two bytes.');
  if (opcode === 8 && utf8(payload.subarray(2)) === undefined) {
    problems.push('The reason is not valid UTF-8.');
  }
  if (opcode === 1 && fin && utf8(payload) === undefined) {
    problems.push('The text is not valid UTF-8.');
  }
  if (length < (lengthBits === 64 ? 65_536 : lengthBits === 16 ? 126 : 0)) {
    problems.push('The length must be written in the fewest bits that hold it.');
  }
  return problems;
}

/** Text of bytes; undefined where they are no valid UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
