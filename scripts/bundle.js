// @ts-check
import { relative, resolve, sep } from 'node:path';
import * as esbuild from 'esbuild';
import { forbidSchemas, measureFirstLoad } from './limits.js';
import { addCompressed, addPublicFiles, addWays, rewriteHtml } from './page.js';
import { Problem, root } from './run.js';

/** @typedef {Map<string, Uint8Array | string>} Files content by path inside dist */

/**
 * Everything that goes into dist, and how much of it a visitor waits for.
 * @param {boolean} dev
 * @returns {Promise<{ files: Files, firstLoad: string }>}
 */
export async function bundle(dev) {
  const [server, script, style] = await bundles(dev);
  forbidSchemas(script.metafile);

  /** @type {Files} */
  const files = new Map();
  for (const { outputFiles } of [server, script, style]) {
    for (const { path, contents } of outputFiles) files.set(inDist(path), contents);
  }

  const entry = madeFrom('src/client/main.ts', script.metafile);
  const chunks = chunksOf(entry, script.metafile).map(inDist);
  // A development build is not minified: its size says nothing.
  const firstLoad = dev ? '' : measureFirstLoad(files, [inDist(entry), ...chunks]);

  addPublicFiles(files);
  addWays(files);
  const stylesheet = inDist(madeFrom('public/style.css', style.metafile));
  rewriteHtml(files, { entry: inDist(entry), chunks, stylesheet });
  if (!dev) await addCompressed(files);
  return { files, firstLoad };
}

/**
 * @param {boolean} dev
 */
async function bundles(dev) {
  const common = /** @type {const} */ ({
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    define: { DEV: String(dev) },
    logLevel: 'warning',
  });
  const page = /** @type {const} */ ({
    ...common,
    outdir: 'dist/page',
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    target: 'es2022',
    minify: !dev,
    sourcemap: dev ? 'inline' : false,
  });
  const building = /** @type {const} */ ([
    esbuild.build({
      ...common,
      entryPoints: ['src/server/main.ts'],
      outfile: 'dist/server/main.js',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      banner: { js: '#!/usr/bin/env node' },
      sourcemap: true,
    }),
    esbuild.build({
      ...page,
      entryPoints: ['src/client/main.ts'],
      splitting: true,
      loader: { '.css': 'text' },
    }),
    // On its own, because to the script a stylesheet is text. What it points to keeps its address.
    esbuild.build({ ...page, entryPoints: ['public/style.css'], external: ['/*'] }),
  ]);
  const settled = await Promise.allSettled(building);
  // esbuild has shown the errors themselves.
  if (settled.some(({ status }) => status === 'rejected')) throw new Problem('The build failed.');
  return Promise.all(building);
}

/**
 * @param {string} source
 * @param {esbuild.Metafile} metafile
 */
function madeFrom(source, { outputs }) {
  const made = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === source);
  if (!made) throw new Error(`Nothing was made from ${source}`);
  return made;
}

/**
 * What a script imports at once, so that it cannot run before it is there.
 * @param {string} script
 * @param {esbuild.Metafile} metafile
 */
function chunksOf(script, { outputs }) {
  /** @type {Set<string>} */
  const found = new Set();
  follow(script);
  return [...found];

  /** @param {string} from */
  function follow(from) {
    for (const { path, kind } of outputs[from]?.imports ?? []) {
      if (kind !== 'import-statement' || found.has(path)) continue;
      found.add(path);
      follow(path);
    }
  }
}

/**
 * @param {string} path as esbuild tells it: absolute, or from the project's folder
 */
function inDist(path) {
  return relative(resolve(root, 'dist'), resolve(root, path)).split(sep).join('/');
}
