/** How Fastify checks what a request brings. */
import { Ajv } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';

/** As many digits as the largest integer that is accepted has. */
const INTEGER = /^-?\d{1,16}$/;

/**
 * Makes the checks of all routes. Queries and headers are text, so there digits mean a number where
 * the schema asks for one. A body says itself what is a number, and is checked as it is, just as a
 * message over the WebSocket.
 */
export function validatorCompiler(): FastifySchemaCompiler<TSchema & { properties?: object }> {
  const ajv = new Ajv({ verbose: true });
  return ({ schema, httpPart }) => {
    const valid = ajv.compile(schema);
    if (httpPart === 'body') return valid;
    const integers = Object.entries(schema.properties ?? {})
      .filter(([, { type }]) => type === 'integer')
      .map(([name]) => name);
    return (data) => {
      // Most questions bring no number, and are not searched for one.
      if (valid(data)) return true;
      for (const name of integers) {
        const text = data[name];
        if (text !== undefined && INTEGER.test(text)) data[name] = Number(text);
      }
      return valid(data) || { error: valid.errors ?? [] };
    };
  };
}
