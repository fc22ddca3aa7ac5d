/** `npm run build`: server and page into dist. */
import { readOptions } from '../run/options.ts';
import { build } from './build.ts';

export async function main(args: string[]): Promise<void> {
  readOptions({ command: 'npm run build', about: 'Builds server and page into dist.' }, args);
  await build();
}
