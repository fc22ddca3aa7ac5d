import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as protocol from './messages.ts';

interface Schema {
  type?: string;
  maximum?: number;
  [keyword: string]: unknown;
}

/** A schema and all that it is made of, each with where it stands. */
function* parts(schema: Schema, path: string): Generator<[path: string, part: Schema]> {
  yield [path, schema];
  for (const [name, value] of Object.entries(schema)) {
    if (typeof value === 'object' && value !== null)
      yield* parts(value as Schema, `${path}.${name}`);
  }
}

test('every integer that may be sent has a largest one, and none is too large to be told from the next', () => {
  const schemas = Object.entries(protocol).filter(([, value]) => typeof value === 'object');
  const integers = schemas
    .flatMap(([name, schema]) => [...parts(schema as unknown as Schema, name)])
    .filter(([, { type }]) => type === 'integer');
  assert.ok(integers.length >= 12);
  for (const [path, { maximum = Number.POSITIVE_INFINITY }] of integers) {
    assert.ok(Number.isSafeInteger(maximum), path);
  }
});
