// @ts-check
// Every npm command but `npm start`: `node scripts/run/command.js FILE [arguments]` installs what is
// missing and then calls the TypeScript file's `main(arguments)`.
import './node-version.js';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './files.js';
import { ensureDependencies } from './install.js';
import { script } from './process.js';

const [file = '', ...args] = process.argv.slice(2);

await script(async () => {
  await ensureDependencies();
  // What `node --import tsx` does, but only now that it is sure to be installed. A child process
  // would not get this one's signals.
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import(pathToFileURL(join(root, file)).href);
  await main(args);
});
