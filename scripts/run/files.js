// @ts-check
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Lists every file in a folder, in an order that is the same on every system.
 * @param {string} path of a file or folder, from the project's folder
 * @returns {string[]} paths from the project's folder, with forward slashes
 */
export function filesIn(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => filesIn(`${path}/${name}`));
}

/** Lists the unit tests. Neither Windows' shell nor Node 20 expands a pattern. */
export function unitTests() {
  return ['src', 'scripts'].flatMap(filesIn).filter((path) => path.endsWith('.test.ts'));
}
