/** Measured processes run plain JavaScript: a loader for TypeScript would be measured with them. */
import { build } from 'esbuild';
import { root } from '../run/files.js';

/** Compiles what runs in processes of its own, so that `compiled` finds it. */
export async function compile(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [
      'scripts/measure/probe.ts',
      'scripts/measure/bench/*-load.ts',
      'scripts/measure/bench/servers/*.ts',
      'scripts/measure/class/*-load.ts',
    ],
    outbase: 'scripts/measure',
    outdir: 'dist/measure',
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
}

/** The path of a compiled file. @param name from this folder, without extension */
export function compiled(name: string): string {
  return `./dist/measure/${name}.js`;
}

/** Arguments of node (and Bun) that load the probe into a server, which needs to know nothing of it. */
export const PROBED = ['--expose-gc', '--import', compiled('probe')];
