// @ts-check
// Runs the unit tests on each version of Node that we say we support: `npm run test:nodes -- 20.19`.
import './node-version.js';
import { join } from 'node:path';
import { ensureBuild } from './build.js';
import { filesIn, Problem, root, runQuietly, script } from './run.js';
import { ensureDependencies, npm } from './setup.js';

/** The oldest, and every line with long-term support. */
const VERSIONS = ['20.19', '22', '24', '26'];

/**
 * The npm package `node` brings Node's own binaries.
 * @param {string} version
 * @returns {Promise<string>} the binary's path
 */
async function install(version) {
  const folder = `node_modules/.nodes/${version}`;
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder];
  const { ok, output } = await npm([...args, `node@${version}`]);
  if (!ok) throw new Problem(`Could not install Node ${version}: ${output.trim()}`);
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(root, folder, 'node_modules/node/bin', binary);
}

await script(async () => {
  await ensureDependencies();
  await ensureBuild();
  const tests = filesIn('src').filter((path) => path.endsWith('.test.ts'));
  let failed = false;
  for (const version of process.argv.length > 2 ? process.argv.slice(2) : VERSIONS) {
    const node = await install(version);
    const exact = (await runQuietly(node, ['--version'])).output.trim();
    const { ok, output } = await runQuietly(node, ['--import', 'tsx', '--test', ...tests]);
    const [, passed] = /^# pass (\d+)/m.exec(output) ?? /^ℹ pass (\d+)/m.exec(output) ?? [];
    console.log(`Node ${exact}: ${ok ? `all ${passed} tests pass` : 'tests fail'}`);
    if (!ok) console.log(output);
    failed ||= !ok;
  }
  if (failed) process.exit(1);
});
