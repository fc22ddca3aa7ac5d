/** What both sides must agree on stands in one place. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { NOTE_LENGTH, PATH, RATE, RTT } from './limits.ts';

const source = fileURLToPath(new URL('..', import.meta.url));

/** The code without its comments, by file. */
const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|testing\/|protocol\/limits/.test(path))
  .map((path) => ({
    path,
    text: readFileSync(`${source}/${path}`, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
  }));

const filesWith = (pattern: RegExp) =>
  code.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

for (const path of Object.values(PATH)) {
  test(`${path} is written in limits.ts alone, and in the ways that learners read`, () => {
    const others = filesWith(new RegExp(`['"\`]${path}['"\`?]`));
    assert.deepEqual(
      others.filter((file) => !file.startsWith('client/ways/')),
      [],
    );
  });
}

for (const [name, pattern] of [
  [`the range of the delay, to ${RTT.max}`, /max(imum)?: 4_?000\b/],
  [`the range of the rate, to ${RATE.max}`, /max(imum)?: 50\b|\b1 \/ 3600\b/],
  [`the length of a note, to ${NOTE_LENGTH.max}`, /\b140\b(?! characters)/],
] as const) {
  test(`${name}, is written once`, () => assert.deepEqual(filesWith(pattern), []));
}
