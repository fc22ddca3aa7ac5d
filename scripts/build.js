// @ts-check
import './node-version.js';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesIn, isMain, root, script } from './run.js';
import { ensureDependencies } from './setup.js';

const dist = join(root, 'dist');
const stamp = join(dist, '.stamp');
const INPUTS = ['src', 'public', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Builds, unless dist was made from exactly these files. */
export async function ensureBuild() {
  const made = existsSync(stamp) && readFileSync(stamp, 'utf8');
  if (made !== fingerprint()) await build();
}

/**
 * Builds server and page into dist. All of it is made in memory first, so that a build that fails
 * leaves the last good one in place.
 * @param {{ dev?: boolean }} [options]
 */
export async function build({ dev = false } = {}) {
  const start = performance.now();
  const inputs = fingerprint();
  // Imported late: it needs packages that may have been installed a moment ago.
  const { bundle } = await import('./bundle.js');
  const { files, firstLoad } = await bundle(dev);

  rmSync(dist, { recursive: true, force: true, maxRetries: 3 });
  for (const [name, content] of files) {
    const path = join(dist, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  // Without a stamp, `npm start` never takes a development build for its own.
  if (!dev) writeFileSync(stamp, inputs);

  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`Built in ${seconds} s. ${firstLoad}`);
}

/** Differs when any file that the build depends on got another content or name, came or went. */
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

if (isMain(import.meta.url)) {
  await script(async () => {
    await ensureDependencies();
    await build();
  });
}
