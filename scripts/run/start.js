// @ts-check
import './node-version.js';
import { ensureBuild } from './ensure-build.js';
import { ensureDependencies } from './install.js';
import { script } from './process.js';

await script(async () => {
  await ensureDependencies();
  await ensureBuild();
});

// In this same process: signals and the arguments after `npm start --` reach it as they are.
const server = '../../dist/server/main.js';
await import(server);
