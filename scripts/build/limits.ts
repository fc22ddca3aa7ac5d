/** What the page may weigh. */
import { brotliCompressSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { Problem } from '../run/process.js';
import type { Files } from './files.ts';

/** The most a visitor may have to download before a page's script runs, in bytes after brotli. */
const FIRST_LOAD: Record<string, number> = {
  'src/client/main.ts': 45_000,
  'src/client/join.ts': 45_000,
  'src/client/class.ts': 45_000,
};

/** They cost 20 kB, and only the server checks messages. */
const SCHEMA_LIBRARY = /node_modules\/(typebox|@sinclair\/typebox|ajv|zod|valibot)\//;

/**
 * Checks that no schema library reaches the page.
 * @param metafile of the page's script
 * @throws {Problem} naming the import that brought one
 */
export function forbidSchemas({ inputs }: Metafile): void {
  for (const [file, { imports }] of Object.entries(inputs)) {
    const schema = imports.find(({ path }) => SCHEMA_LIBRARY.test(path));
    if (!schema || SCHEMA_LIBRARY.test(file)) continue;
    const importers = Object.keys(inputs).filter((name) =>
      inputs[name]?.imports.some(({ path }) => path === file),
    );
    throw new Problem(
      `The build failed: ${file} brings a schema library into the page. Use "import type" in ${importers.join(', ') || file}.`,
    );
  }
}

/**
 * Measures the scripts that a page waits for.
 * @param source its entry point
 * @param scripts their names in `files`
 * @returns how much it is, in words
 * @throws {Problem} if it is more than FIRST_LOAD allows
 */
export function measureFirstLoad(files: Files, source: string, scripts: string[]): string {
  const most = FIRST_LOAD[source];
  if (most === undefined) throw new Error(`No limit is set for ${source}`);
  const sizes = scripts.map((name) => brotliCompressSync(files.get(name) ?? '').length);
  const size = sizes.reduce((sum, each) => sum + each, 0);
  const words = `${(size / 1000).toFixed(1)} kB after brotli, of ${most / 1000} allowed`;
  const of = `First-load JavaScript of ${source.replace('src/client/', '')}`;
  if (size > most) throw new Problem(`The build failed. ${of}: ${words}.`);
  return `${of}: ${words}.`;
}
