import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fingerprint, STAMP } from '../run/ensure-build.js';
import { root } from '../run/files.js';
import { bundle } from './bundle.ts';

/**
 * Builds server and page into dist. All of it is made in memory first, so that a build that fails
 * leaves the last good one in place.
 * @param dev neither minified nor compressed
 * @throws {Problem} if the build fails
 */
export async function build({ dev = false } = {}): Promise<void> {
  const start = performance.now();
  const inputs = fingerprint();
  const { files, firstLoad } = await bundle(dev);

  const dist = join(root, 'dist');
  rmSync(dist, { recursive: true, force: true, maxRetries: 3 });
  for (const [name, content] of files) {
    const path = join(dist, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  // Without a stamp, `npm start` never takes a development build for its own.
  if (!dev) writeFileSync(STAMP, inputs);

  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`Built in ${seconds} s. ${firstLoad}`);
}
