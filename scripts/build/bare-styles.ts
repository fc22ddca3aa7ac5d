import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Takes out of the elements' styles what only a reader of the source needs: comments and line breaks. */
export const bareStyles: Plugin = {
  name: 'bare-styles',
  setup(build) {
    build.onLoad({ filter: /src[\\/]client[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const bare = (styles: string) =>
        styles.replaceAll(/\/\*.*?\*\//gs, '').replaceAll(/\s+/g, ' ');
      return { contents: source.replaceAll(/css`[^`]*`/g, bare), loader: 'ts' };
    });
  },
};
