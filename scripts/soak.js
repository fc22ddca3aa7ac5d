// @ts-check
// `npm run soak`: ten minutes of clients of every kind against the real server, and whether it is as
// before once they have gone. `-- --minutes 60`, `-- --descriptors 256`, `-- --seed 2`.
import './node-version.js';
import { ensureBuild } from './build.js';
import { runNode, script } from './run.js';
import { ensureDependencies } from './setup.js';

await script(async () => {
  await ensureDependencies();
  await ensureBuild();
  const args = process.argv.slice(2);
  process.exitCode = await runNode(['--import', 'tsx', 'scripts/soak/main.ts', ...args]);
});
