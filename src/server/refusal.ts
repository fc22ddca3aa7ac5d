import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { HttpError } from '../shared/protocol.ts';

/** Every HTTP answer that refuses has this shape. */
export function refuse(reply: FastifyReply, statusCode: number, message: string): FastifyReply {
  const error = STATUS_CODES[statusCode] ?? 'Error';
  return reply.code(statusCode).send({ statusCode, error, message } satisfies HttpError);
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
