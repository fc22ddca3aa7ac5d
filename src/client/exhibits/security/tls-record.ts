import { hex } from '../messages/xray/frame-fields.ts';

/** What TLS 1.3 puts around a message: a header, the real type inside, and the proof that nothing was changed. */
const HEADER = 5;
const TYPE = 1;
const TAG = 16;

/** Application data, and the version that every record names (RFC 8446 §5.2). */
const APPLICATION_DATA = 23;
const LEGACY_VERSION = [3, 3];

/** How many bytes a message takes as a TLS 1.3 record. */
export const recordSize = (size: number): number => HEADER + size + TYPE + TAG;

/**
 * A TLS 1.3 record as somebody on the line sees it, as hexadecimal text. The encrypted bytes are
 * simulated: to anybody without the key, they can't be told from random ones.
 * @param size of the message inside, in bytes, up to 16,384 (RFC 8446 §5.1)
 */
export function simulatedRecord(size: number): string {
  const length = size + TYPE + TAG;
  const header = [APPLICATION_DATA, ...LEGACY_VERSION, length >> 8, length & 0xff];
  return hex(Uint8Array.from([...header, ...crypto.getRandomValues(new Uint8Array(length))]));
}
