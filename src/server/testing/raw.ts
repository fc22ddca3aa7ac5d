/** What a client puts on a raw connection, for tests: heads of requests, and frames. */
import { applyMask, readHeader } from '../../protocol/websocket-frame.ts';

/** The head of a request, with its headers as `Name: value`. */
export const head = (requestLine: string, ...headers: string[]) =>
  [requestLine, 'Host: localhost', ...headers, '', ''].join('\r\n');

export const get = (path: string, ...headers: string[]) => head(`GET ${path} HTTP/1.1`, ...headers);

/** A WebSocket's handshake (RFC 6455 §4.1). */
export const handshake = (path: string, ...headers: string[]) =>
  get(
    path,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  );

/** A frame as a client has to send it: masked (RFC 6455 §5.3). */
export function masked(frame: Uint8Array): Buffer {
  const { headerLength = frame.length } = readHeader(frame) ?? {};
  const header = Buffer.from(frame.subarray(0, headerLength));
  const key = Buffer.from([7, 1, 2, 9]);
  header[1] = (header[1] as number) | 0x80;
  return Buffer.concat([header, key, applyMask(frame.subarray(headerLength), key)]);
}
