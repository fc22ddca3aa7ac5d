const TEXT = 0x1;
const FIN = 0x80;

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
  frame[0] = FIN | TEXT;
  frame[1] = extended === 0 ? length : extended === 2 ? 126 : 127;
  if (extended === 2) view.setUint16(2, length);
  if (extended === 8) view.setBigUint64(2, BigInt(length));
  frame.set(payload, 2 + extended);
  return frame;
}
