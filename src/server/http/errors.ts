import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { HttpError } from '../../protocol/messages.ts';

/** Every HTTP answer that refuses has this shape. */
export function sendError(reply: FastifyReply, statusCode: number, message: string): FastifyReply {
  const error = STATUS_CODES[statusCode] ?? 'Error';
  return reply.code(statusCode).send({ statusCode, error, message } satisfies HttpError);
}

/**
 * Answers a request that no route can be found for, because its path makes no sense, and closes its
 * connection: no hook sees such a request, so that of a refused handshake would stay open for good.
 */
export function refuseUnreadable(
  error: FastifyError,
  { raw }: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.raw.once('finish', () => raw.socket.destroySoon());
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
