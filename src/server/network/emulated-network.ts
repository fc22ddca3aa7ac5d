import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, preValidationHookHandler } from 'fastify';
import type { Networks } from '../http/addresses.ts';
import { sendError } from '../http/errors.ts';
import type { HttpServer } from '../http/http-server.ts';
import { EmulatedSocket } from './emulated-socket.ts';
import { LINGER, LineRegistry } from './registry.ts';

export interface NetworkOptions {
  /** Added round trip of a tab's line until its visitor chooses another, 0 to 4000 ms. */
  rtt: number;
  /** A tab's line is kept for so long once its instruments have gone, in ms; a minute if left out. */
  linger?: number;
}

/**
 * Puts the emulated network between a server's connections and its HTTP parser. Any connection may
 * come to carry a request that names a tab, so each begins on it; a WebSocket that names none runs
 * over the socket itself, and costs what it costs in a plain server.
 * @param now server time, in ms since 1970
 * @param proxies those whose connections many visitors may share
 * @returns the lines of all tabs
 */
export function emulateNetwork(
  app: FastifyInstance,
  server: HttpServer,
  { rtt, linger = LINGER }: NetworkOptions,
  now: () => number,
  proxies: Networks | undefined,
): LineRegistry {
  const lines = new LineRegistry(now, rtt, linger, proxies);
  server.wrap = (socket, tcp) => lines.emulate(socket, tcp);
  server.unwrap = (handshake, connection) => {
    const socket = connection instanceof EmulatedSocket ? connection.release() : undefined;
    if (socket) handshake.socket = socket;
    return socket ?? connection;
  };
  server.on('request', ({ socket }, response) => {
    if (socket instanceof EmulatedSocket) response.once('close', exchangeEnded);
  });
  app.addHook('preValidation', terminalGuard(lines));
  // When the server stops, its last answers and close frames go out at once, however slow the lines.
  app.addHook('preClose', async () => lines.flush());
  return lines;
}

/** Answers a terminal whose tab has been closed: nobody would see what it does. */
function terminalGuard(lines: LineRegistry): preValidationHookHandler {
  return (request, reply, done) => {
    const { tab, from } = request.query as { tab?: unknown; from?: unknown };
    if (from !== 'terminal' || typeof tab !== 'string' || lines.has(tab)) return done();
    sendError(reply, 410, 'That tab is gone. Open the page again and copy the command from there.');
  };
}

/** Shared by all answers on emulated sockets. */
function exchangeEnded(this: ServerResponse): void {
  const { socket } = this.req as IncomingMessage & { socket: EmulatedSocket };
  socket.exchangeEnded();
}
