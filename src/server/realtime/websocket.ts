/** What all WebSockets of this server have in common: reading messages, refusing bad ones, keep-alive. */
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { WebSocket } from 'ws';
import type { ErrorMessage } from '../../protocol/error.ts';
import type { FromInstruments } from '../../protocol/instruments.ts';
import type { FromStream } from '../../protocol/stream.ts';
import { sendError } from '../http/errors.ts';
import { RateLimit } from '../http/rate-limit.ts';
import { HIGH_WATER_MARK } from './backpressure.ts';

/** Longest message a client may send, in bytes; a longer one closes the connection with 1009 (RFC 6455 §7.4.1). */
export const LONGEST_MESSAGE = 4 * 1024;

/** Messages a client may send in a second, pings and pongs included. Dragging a slider sends about 60. */
export const MESSAGES = 200;

/** Most fragments of one message (RFC 6455 §5.4); more close the connection with 1008. */
export const MAX_FRAGMENTS = 16;

/** How long a client that broke the rules has to receive its close code, in ms. */
const CLOSE_TIMEOUT = 1_000;

/** This many bad messages in a row close the connection with 1008. */
const MAX_BAD_MESSAGES = 10;

export function send(socket: WebSocket, message: FromStream | FromInstruments): void {
  socket.send(JSON.stringify(message));
}

/**
 * Returns a function that passes a socket's messages to `accept` and answers bad ones with an
 * {@link ErrorMessage}. Call it as soon as the socket is open, or the first message is lost.
 * Stops reading from a client that isn't reading.
 * @param allowed the valid messages, in words, for the error message
 */
export function reader<Schema extends TSchema>(schema: Schema, allowed: string) {
  const valid = Compile(schema);
  return (
    socket: WebSocket,
    connection: Duplex,
    accept: (message: Static<Schema>) => void,
  ): void => {
    let bad = 0;
    let limit: RateLimit | undefined;
    const reject = (code: ErrorMessage['code'], what: string) => {
      bad += 1;
      send(socket, { type: 'error', code, message: `${what} Allowed: ${allowed}.` });
      if (bad >= MAX_BAD_MESSAGES)
        socket.close(1008, `${MAX_BAD_MESSAGES} messages in a row made no sense`);
    };
    /** Counts a message, ping or pong; false if it is one too many. */
    const withinLimit = () => {
      // Made when first needed: most clients only listen.
      limit ??= new RateLimit(MESSAGES);
      if (limit.allows('')) return true;
      closeUnread(socket, 1008, `More than ${MESSAGES} messages a second`);
      return false;
    };
    socket.on('ping', withinLimit);
    socket.on('pong', withinLimit);
    socket.on('message', (data, isBinary) => {
      if (socket.readyState !== socket.OPEN) return;
      if (connection.writableLength > HIGH_WATER_MARK && !socket.isPaused) {
        socket.pause();
        connection.once('drain', () => socket.resume());
      }
      if (!withinLimit()) return;
      if (isBinary) {
        socket.close(1003, 'Send text, not binary');
        return;
      }
      let message: unknown;
      try {
        message = JSON.parse(String(data));
      } catch {
        reject('not-json', 'That message is not JSON.');
        return;
      }
      if (!valid.Check(message)) {
        reject('bad-message', 'That message has the wrong shape.');
        return;
      }
      bad = 0;
      accept(message);
    });
  };
}

/** Closes with a code; a client that doesn't close its side is not waited for long. */
export function closeSoon(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.close(code, reason);
  setTimeout(() => socket.terminate(), CLOSE_TIMEOUT).unref();
}

/**
 * Closes with a code and stops reading. ws alone would go on reading for half a minute from a client
 * that doesn't close its side.
 */
export function closeUnread(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState !== socket.OPEN) return;
  closeSoon(socket, code, reason);
  socket.pause();
}

/**
 * A hook for WebSocket routes, with {@link forgetHandshake}: the request and its answer, 2.5 kB, would
 * otherwise be kept as long as the WebSocket is. ws writes the answer by itself, so the one that
 * @fastify/websocket has given to the socket can go.
 */
export function detachAnswer(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (request.ws) reply.raw.detachSocket(request.raw.socket);
  done();
}

/** Replaces @fastify/websocket's listener for errors, which would keep the request. */
export function forgetHandshake(socket: WebSocket): void {
  socket.removeAllListeners('error');
  // ws has closed with the right code already (1002, 1007, 1009).
  socket.on('error', ignore);
}

function ignore(): void {}

/** Keeps a connection alive, and ends it once the client is gone. */
export type KeepAlive = (socket: WebSocket) => void;

/**
 * Pings every connection at an interval, and ends those that haven't answered the last ping (RFC 6455
 * §5.5.2). One timer for all.
 * @param silence time between two pings, in ms
 */
export function heartbeat(app: FastifyInstance, silence: number): KeepAlive {
  const answered = new Map<WebSocket, boolean>();
  const check = () => {
    for (const [socket, alive] of answered) {
      if (alive) {
        answered.set(socket, false);
        socket.ping();
      } else {
        socket.terminate();
      }
    }
  };
  // After a server's own stall its answers lie unread: an immediate runs once they have been read.
  const timer = setInterval(() => setImmediate(check), silence);
  app.addHook('onClose', async () => clearInterval(timer));
  return (socket) => {
    answered.set(socket, true);
    socket.on('pong', () => answered.set(socket, true));
    socket.once('close', () => answered.delete(socket));
  };
}

/** Answers a plain request for a WebSocket's path with 426 (RFC 9110 §15.5.22). */
export function upgradeRequired(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [path] = request.url.split('?');
  const scheme = request.protocol === 'https' ? 'wss' : 'ws';
  reply.headers({ connection: 'Upgrade', upgrade: 'websocket' });
  return sendError(
    reply,
    426,
    `${path} speaks WebSocket. Open it with new WebSocket('${scheme}://${request.host}${path}').`,
  );
}
