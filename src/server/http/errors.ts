import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { HttpError } from '../../protocol/error.ts';
import { isWithinAnswers } from './pipelining.ts';
import { endUnreadable, isSending } from './sending.ts';
import { opensWebSocket } from './upgrades.ts';

/** What every HTTP answer that refuses says. */
function body(statusCode: number, message: string): HttpError {
  return { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message };
}

/** Answers with an error, as every route does that refuses. */
export function sendError(reply: FastifyReply, statusCode: number, message: string): FastifyReply {
  return lastIfUnread(reply).code(statusCode).send(body(statusCode, message));
}

/**
 * Makes an error the last answer of its connection where no other can follow: the client is still
 * sending what nobody will read, or has asked for a WebSocket, so that Node no longer reads requests.
 */
export function lastIfUnread(reply: FastifyReply): FastifyReply {
  const { raw } = reply.request;
  const handshake = opensWebSocket(raw);
  if (handshake) reply.raw.once('finish', () => raw.socket.destroySoon());
  return handshake || isSending(raw) ? reply.header('connection', 'close') : reply;
}

/** Answers what can't be read as HTTP, and ends its connection. */
export function refuseUnparsed({ code }: ConnectionError, connection: Socket): void {
  if (code === 'ECONNRESET' || connection.destroyed) return;
  if (!connection.writable || isWithinAnswers(connection)) {
    connection.destroy();
    return;
  }
  const [statusCode, message] = UNPARSED[code] ?? UNPARSED.other;
  const text = JSON.stringify(body(statusCode, message));
  const head = [
    `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  endUnreadable(connection, `${head.join('\r\n')}\r\n\r\n${text}`);
}

/** Why, by the code of Node's error. */
const UNPARSED: { [code: string]: [status: number, message: string]; other: [number, string] } = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to come.'],
  HPE_HEADER_OVERFLOW: [431, 'The head of the request is too long.'],
  other: [400, 'That is no HTTP/1.1 request.'],
};

/** When to try again where there is no room now, in s. */
export const RETRY_AFTER = 5;

/** Answers 503: there is no room now, but there will be. */
export function refuseForNow(reply: FastifyReply, message: string): FastifyReply {
  reply.header('retry-after', String(RETRY_AFTER));
  return sendError(reply, 503, message);
}

/** Every descriptor of this process, or of the whole system, is taken. */
const NO_DESCRIPTOR = ['EMFILE', 'ENFILE'];

/**
 * Answers a request that has failed, with nothing in the headers of what it was to be answered; a page
 * that may read the one may read the other (CORS).
 */
export function refuseFailed(
  error: Error & { statusCode?: number; code?: string },
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  for (const name of Object.keys(reply.getHeaders())) {
    if (name.startsWith('access-control-')) continue;
    reply.removeHeader(name);
    reply.raw.removeHeader(name);
  }
  const statusCode = error.statusCode ?? 500;
  if (statusCode < 500) return sendError(reply, statusCode, error.message);
  request.log.error({ err: error, req: request });
  return NO_DESCRIPTOR.includes(error.code ?? '')
    ? refuseForNow(
        reply,
        `The server has as many connections and files open as it may. Try again in ${RETRY_AFTER} s.`,
      )
    : sendError(reply, statusCode, 'Something went wrong on the server.');
}

/**
 * Answers a request that no route can be found for, because its path makes no sense, and closes its
 * connection.
 */
export function refuseUnreadable(
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  sendError(reply.header('connection', 'close'), error.statusCode ?? 400, `${error.message}.`);
}

/** Turns a failed schema check into a sentence: what was wrong, and what is allowed. */
export function explain(errors: FastifySchemaValidationError[], where: string): Error {
  const [error] = errors as (FastifySchemaValidationError & {
    data?: unknown;
    parentSchema?: { properties?: object };
  })[];
  if (!error) return new Error(`Something is wrong with the ${where}.`);
  const { keyword, params, data, parentSchema } = error;
  const name = error.instancePath.slice(1) || where;
  const given = `not ${JSON.stringify(data)}`;
  switch (keyword) {
    case 'additionalProperties':
      return new Error(
        `Unknown parameter "${params['additionalProperty']}". Allowed: ${Object.keys(parentSchema?.properties ?? {}).join(', ')}.`,
      );
    case 'enum':
      return new Error(
        `${name} must be one of ${(params['allowedValues'] as string[]).join(', ')}, ${given}.`,
      );
    default:
      return new Error(`${name} ${error.message ?? 'is wrong'}, ${given}.`);
  }
}
