/** What every WebSocket of this server does alike: reading messages, refusing bad ones, staying alive. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { WebSocket } from 'ws';
import type { ErrorMessage, FromInstruments, FromStream } from '../../protocol/messages.ts';
import { sendError } from '../http/errors.ts';
import { RateLimit } from '../http/rate-limit.ts';
import { HIGH_WATER_MARK } from './backpressure.ts';

/** Longest message a client may send, in bytes; a longer one closes with 1009 (RFC 6455 §7.4.1). */
export const LONGEST_MESSAGE = 4 * 1024;

/**
 * So many messages a second one connection may send, pings and pongs included: somebody who drags a
 * slider sends about 60.
 */
export const MESSAGES = 200;

/** A message may come in so many pieces (RFC 6455 §5.4); one in more closes with 1008. */
export const MOST_FRAGMENTS = 16;

/** A client that is closed for what it has sent has so long to take the close code, in ms. */
const GOODBYE = 1_000;

/** So many bad messages in a row close the connection with 1008. */
const MOST_BAD_MESSAGES = 10;

export function send(socket: WebSocket, message: FromStream | FromInstruments): void {
  socket.send(JSON.stringify(message));
}

/**
 * Makes a reader of messages: gives each to `accept`, and answers a bad one with a {@link ErrorMessage}.
 * Call what it returns at once on connecting, or the first message is lost.
 * Who does not take the answers is not read from either.
 * @param allowed the messages that are fine, in words, for the error message
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
    const object = (code: ErrorMessage['code'], what: string) => {
      bad += 1;
      send(socket, { type: 'error', code, message: `${what} Allowed: ${allowed}.` });
      if (bad >= MOST_BAD_MESSAGES)
        socket.close(1008, `${MOST_BAD_MESSAGES} messages in a row made no sense`);
    };
    /** Counts what has come; false when that is too much. */
    const within = () => {
      // Most who listen never say anything.
      limit ??= new RateLimit(MESSAGES);
      if (limit.allows('')) return true;
      closeUnread(socket, 1008, `More than ${MESSAGES} messages a second`);
      return false;
    };
    socket.on('ping', within);
    socket.on('pong', within);
    socket.on('message', (data, isBinary) => {
      if (socket.readyState !== socket.OPEN) return;
      if (connection.writableLength > HIGH_WATER_MARK && !socket.isPaused) {
        socket.pause();
        connection.once('drain', () => socket.resume());
      }
      if (!within()) return;
      if (isBinary) {
        socket.close(1003, 'Send text, not binary');
        return;
      }
      let message: unknown;
      try {
        message = JSON.parse(String(data));
      } catch {
        object('not-json', 'That message is not JSON.');
        return;
      }
      if (!valid.Check(message)) {
        object('bad-message', 'That message has the wrong shape.');
        return;
      }
      bad = 0;
      accept(message);
    });
  };
}

/**
 * Closes with a code and reads no more: ws would go on reading for half a minute what a client
 * sends that does not close its side.
 */
export function closeUnread(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.close(code, reason);
  socket.pause();
  setTimeout(() => socket.terminate(), GOODBYE).unref();
}

/**
 * Lets go of a WebSocket's handshake: its request and answer, 2.5 kB, would else be kept as long as
 * the WebSocket is, by @fastify/websocket's listener for errors and by Node for a later answer.
 */
export function forgetHandshake(socket: WebSocket, connection: Duplex): void {
  socket.removeAllListeners('error');
  // ws has closed with the right code already (1002, 1007, 1009).
  socket.on('error', ignore);
  const { _httpMessage: answer } = connection as { _httpMessage?: ServerResponse };
  answer?.detachSocket(connection as Socket);
}

function ignore(): void {}

/** Keeps a connection alive, or ends it once nobody is there. */
export type KeepAlive = (socket: WebSocket) => void;

/**
 * Pings every connection now and then, and ends those that left the last ping unanswered (RFC 6455
 * §5.5.2). One timer for all.
 * @param silence time between two pings, in ms
 */
export function heartbeat(app: FastifyInstance, silence: number): KeepAlive {
  const answered = new Map<WebSocket, boolean>();
  const timer = setInterval(() => {
    for (const [socket, alive] of answered) {
      if (alive) {
        answered.set(socket, false);
        socket.ping();
      } else {
        socket.terminate();
      }
    }
  }, silence);
  app.addHook('onClose', async () => clearInterval(timer));
  return (socket) => {
    answered.set(socket, true);
    socket.on('pong', () => answered.set(socket, true));
    socket.once('close', () => answered.delete(socket));
  };
}

/** Answers a plain request on a WebSocket's path. */
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
