/**
 * Clients that are still sending when their answer is ready. If the server simply closed, what they
 * send would be met by a reset, which takes the answer away from them before they have read it. So
 * their connection ends in stages (RFC 9112 §9.6): first the server's side of it alone.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { newestRequest } from './pipelining.ts';

/** How many bytes are read and dropped after the last answer, and for how long, in ms. */
const LINGER_BYTES = 8 * 1024 * 1024;
const LINGER_TIME = 1_000;

/** Connections of which no more can be read as HTTP. */
const unreadable = new WeakSet<Duplex>();

/** Whether a request comes with a body (RFC 9112 §6). */
export const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Whether the client is still sending a request, as far as is known here. */
export const isSending = ({ complete, headers }: IncomingMessage): boolean =>
  !complete && hasBody(headers);

/** Sends a last answer to a client that has sent something else than HTTP. */
export function endUnreadable(
  connection: Duplex & Pick<Socket, 'destroySoon'>,
  answer: string,
): void {
  unreadable.add(connection);
  connection.write(answer);
  connection.destroySoon();
}

/**
 * Lets a socket's `destroySoon`, which Node's HTTP server calls after the last answer of a
 * connection, end it in stages where the client is still sending.
 */
export function endInStages(socket: Socket): void {
  socket.destroySoon = destroyInStages;
}

function destroyInStages(this: Socket): void {
  endConnection(this, this);
}

/**
 * Ends a connection after its last answer: in stages where the client is still sending.
 * @param connection what HTTP is read from, which has to drop what comes after that
 */
export function endConnection(socket: Socket, connection: Duplex): void {
  const request = newestRequest(connection);
  if (unreadable.has(connection) || (request && isSending(request))) linger(socket, connection);
  else Socket.prototype.destroySoon.call(socket);
}

function linger(socket: Socket, connection: Duplex): void {
  // Node's HTTP parser is to see no more of it.
  if (connection === socket) socket.removeAllListeners('data');
  const timeout = setTimeout(() => socket.destroy(), LINGER_TIME);
  socket.once('close', () => clearTimeout(timeout));
  let left = LINGER_BYTES;
  socket.on('data', ({ length }: Buffer) => {
    left -= length;
    if (left < 0) socket.destroy();
  });
  socket.end();
  // The parser has read by itself and may have paused that: a read of nothing makes the stream go on.
  socket.push('');
  socket.resume();
}
