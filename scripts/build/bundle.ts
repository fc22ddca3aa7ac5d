import { basename, relative, resolve, sep } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from '../run/files.js';
import { Problem } from '../run/process.js';
import { bareStyles } from './bare-styles.ts';
import type { Files } from './files.ts';
import { forbidSchemas, measureFirstLoad } from './limits.ts';
import { addCompressed, addPublicFiles, addWays, type PageScript, rewriteHtml } from './page.ts';

/**
 * Makes everything that goes into dist.
 * @returns the files, and in words how much JavaScript a visitor waits for
 * @throws {Problem} if the sources can't be bundled or the page gets too heavy
 */
export async function bundle(dev: boolean): Promise<{ files: Files; firstLoad: string }> {
  const [server, script, classScripts, style] = await bundles(dev);

  const files: Files = new Map();
  for (const { outputFiles } of [server, script, classScripts, style]) {
    for (const { path, contents } of outputFiles) files.set(inDist(path), contents);
  }

  const scripts: PageScript[] = [];
  const sizes: string[] = [];
  for (const { metafile } of [script, classScripts]) {
    forbidSchemas(metafile);
    for (const source of entriesOf(metafile)) {
      const entry = madeFrom(source, metafile);
      const chunks = chunksOf(entry, metafile).map(inDist);
      scripts.push({ name: basename(source, '.ts'), entry: inDist(entry), chunks });
      // A development build is not minified: its size says nothing.
      if (!dev) sizes.push(measureFirstLoad(files, source, [inDist(entry), ...chunks]));
    }
  }

  addPublicFiles(files, Object.keys(style.metafile.inputs));
  addWays(files);
  const stylesheet = inDist(madeFrom('public/style.css', style.metafile));
  rewriteHtml(files, { scripts, stylesheet });
  if (!dev) await addCompressed(files);
  return { files, firstLoad: sizes.join(' ') };
}

/** Bundles the server, the page's script, the class's two and the stylesheet, in this order. */
async function bundles(dev: boolean) {
  const common = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    define: { DEV: String(dev) },
    logLevel: 'warning',
  } as const;
  const page = {
    ...common,
    outdir: 'dist/page',
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    target: 'es2022',
    minify: !dev,
    plugins: dev ? [] : [bareStyles],
    sourcemap: dev ? 'inline' : false,
  } as const;
  const building = [
    esbuild.build({
      ...common,
      entryPoints: ['src/server/main.ts'],
      outdir: 'dist/server',
      // What is imported only when needed, with its packages, has files of its own.
      splitting: true,
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
    // Apart from the page's, so that sharing chunks doesn't make that one larger.
    esbuild.build({
      ...page,
      entryPoints: ['src/client/join.ts', 'src/client/class.ts'],
      splitting: true,
    }),
    // On its own, because to the script a stylesheet is text.
    esbuild.build({ ...page, entryPoints: ['public/style.css'] }),
  ] as const;
  const settled = await Promise.allSettled(building);
  // esbuild has shown the errors themselves.
  if (settled.some(({ status }) => status === 'rejected')) throw new Problem('The build failed.');
  return Promise.all(building);
}

/** The entry points that a page names: what is loaded later is none. */
function entriesOf({ inputs, outputs }: esbuild.Metafile): string[] {
  const made = Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  const imported = new Set(
    Object.values(inputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
  );
  return made.filter((source) => !imported.has(source));
}

/** Finds the output of an entry point. */
function madeFrom(source: string, { outputs }: esbuild.Metafile): string {
  const made = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === source);
  if (!made) throw new Error(`Nothing was made from ${source}`);
  return made;
}

/** Lists the chunks that a script imports statically, and so can't run without. */
function chunksOf(script: string, { outputs }: esbuild.Metafile): string[] {
  const found = new Set<string>();
  follow(script);
  return [...found];

  function follow(from: string): void {
    for (const { path, kind } of outputs[from]?.imports ?? []) {
      if (kind !== 'import-statement' || found.has(path)) continue;
      found.add(path);
      follow(path);
    }
  }
}

/** @param path as esbuild gives it: absolute, or from the project's folder */
function inDist(path: string): string {
  return relative(resolve(root, 'dist'), resolve(root, path)).split(sep).join('/');
}
