import { sha1 } from '@noble/hashes/legacy.js';
import { fromBase64 } from '../messages/message.ts';

/** What every WebSocket server appends to the browser's key (RFC 6455 §1.3). */
export const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** How a server comes from the key to its answer (RFC 6455 §4.2.2). */
export interface Steps {
  /** The 16 bytes that the key stands for. */
  nonce: Uint8Array;
  /** SHA-1 of the key as it was sent and the GUID behind it: 20 bytes. */
  digest: Uint8Array;
  /** The digest in Base64: `Sec-WebSocket-Accept`. */
  accept: string;
}

/** @param key 16 bytes in Base64, as {@link problemOf} finds nothing wrong with */
export function stepsFrom(key: string): Steps {
  const text = key + GUID;
  // Not crypto.subtle: a page that came over plain http from another computer has none.
  const digest = sha1(new TextEncoder().encode(text));
  return { nonce: fromBase64(key), digest, accept: btoa(String.fromCharCode(...digest)) };
}

/** What is wrong with a key that somebody has typed, in a sentence; undefined if nothing is. */
export function problemOf(key: string): string | undefined {
  const allowed = 'A key is 16 bytes in Base64: 22 of A–Z a–z 0–9 + /, then ==.';
  const wrong = /[^A-Za-z0-9+/=]/u.exec(key);
  if (wrong?.[0] === ' ') return `It contains a space: take it out. ${allowed}`;
  if (wrong) return `“${wrong[0]}” isn’t a Base64 character. ${allowed}`;
  if (key.length !== 24) return `This has ${key.length} characters, not 24. ${allowed}`;
  if (!/^[^=]{22}==$/.test(key)) return `This is not the Base64 of 16 bytes. ${allowed}`;
  return undefined;
}

/** A key as a browser makes one: 16 random bytes. */
export function randomKey(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}
