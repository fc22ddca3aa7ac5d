import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { keptClass, sharedClass } from './kept-class.ts';

const HOUR = 3_600_000;

async function file(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'class-'));
  t.after(() => rm(folder, { recursive: true }));
  return join(folder, 'kept', 'class.json');
}

test('a server that starts again goes on with the same class, but not the next day', async (t) => {
  const kept = await file(t);
  const first = await keptClass(kept, 24 * HOUR);
  assert.match(first.code, /^[1-9]\d{5}$/);
  assert.match(first.key, /^[0-9a-f]{24}$/);
  assert.deepEqual(await keptClass(kept, 35 * HOUR), first);
  assert.notEqual((await keptClass(kept, 36 * HOUR)).key, first.key);
  if (process.platform !== 'win32') assert.equal((await stat(kept)).mode & 0o077, 0);
});

test('a clock that was set back keeps no class for years', async (t) => {
  const kept = await file(t);
  const first = await keptClass(kept, 24 * HOUR);
  assert.notEqual((await keptClass(kept, HOUR)).key, first.key);
});

for (const text of [
  '',
  'null',
  '{}',
  '{"code":"1","key":"2","at":3}',
  '[1,2',
  '{"code":"314159","key":"<b>","at":1}',
]) {
  test(`what can't be a class is made anew: ${text}`, async (t) => {
    const kept = await file(t);
    await keptClass(kept);
    await writeFile(kept, text);
    const { code } = await keptClass(kept, HOUR);
    assert.match(code, /^\d{6}$/);
    assert.equal(JSON.parse(await readFile(kept, 'utf8')).code, code);
  });
}

test('where nothing can be kept, each start has another class', async (t) => {
  const kept = await file(t);
  await keptClass(kept);
  const within = join(kept, 'class.json');
  assert.notEqual((await keptClass(within)).key, (await keptClass(within)).key);
});

test('servers with the same host key open the same class, and it does not tell that key', () => {
  const shared = sharedClass('abcdefgh-12345678');
  assert.match(shared.code, /^[1-9]\d{5}$/);
  assert.match(shared.key, /^[0-9a-f]{24}$/);
  assert.deepEqual(sharedClass('abcdefgh-12345678'), shared);
  const other = sharedClass('abcdefgh-12345679');
  assert.notEqual(other.code, shared.code);
  assert.notEqual(other.key, shared.key);
});
