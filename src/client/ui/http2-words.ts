import type { Session } from '../session/session.ts';
import { bytes } from './format.ts';

/** What both sides share over HTTP/2, in a sentence; nothing over HTTP/1.1. */
export function sharedWords({ left }: Session): string {
  const { shared } = left.run.moved;
  if (!shared) return '';
  const { frames, tls } = shared;
  return `HTTP/2: each side’s bytes are the frames of its own streams. Shared by both, and in neither’s: ${bytes(frames)} of frames for the connection as a whole, and ${bytes(tls)} that TLS has added.`;
}

/**
 * Whether the WebSocket has a connection of its own, on which the browser has opened it over HTTP/1.1: what
 * TLS adds to one that it shares over HTTP/2 is both sides'.
 */
export const isWebSocketApart = ({ http2, instruments }: Session): boolean =>
  !http2.on || (instruments.bytes?.ws.tls ?? 0) > 0;
