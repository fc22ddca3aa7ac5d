/** What is true of every schema in this folder. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const files = readdirSync(fileURLToPath(new URL('.', import.meta.url)), {
  recursive: true,
  encoding: 'utf8',
})
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));

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

test('every integer that may be sent has a largest one, and none is too large to be told from the next', async () => {
  const modules = await Promise.all(
    files.map((file): Promise<object> => import(new URL(file, import.meta.url).href)),
  );
  const integers = modules
    .flatMap((module) => Object.entries(module))
    .filter(([, value]) => typeof value === 'object')
    .flatMap(([name, schema]) => [...parts(schema, name)])
    .filter(([, { type }]) => type === 'integer');
  assert.ok(integers.length >= 40);
  for (const [path, { maximum = Number.POSITIVE_INFINITY }] of integers) {
    assert.ok(Number.isSafeInteger(maximum), path);
  }
});
