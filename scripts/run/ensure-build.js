// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, root } from './files.js';
import { runNode } from './process.js';

const INPUTS = [
  'src',
  'public',
  'scripts/build',
  'LICENSE',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Holds the fingerprint of what dist was built from. */
export const STAMP = join(root, 'dist/.stamp');

/** Builds, unless dist was built from exactly these files; ends the process if the build fails. */
export async function ensureBuild() {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint()) return;
  // In a process of its own, so that the server which is started next has no compiler loaded.
  const code = await runNode(['scripts/run/command.js', 'scripts/build/main.ts']);
  // The build itself has printed what is wrong.
  if (code !== 0) process.exit(code);
}

/** Hashes the names and contents of all files that the build depends on. */
export function fingerprint() {
  const hash = createHash('sha256');
  for (const path of INPUTS.flatMap(filesIn)) {
    if (path.endsWith('.test.ts')) continue;
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}
