/** `npm run test:nodes`: the unit tests on each version of Node that is supported. */
import { join } from 'node:path';
import { ensureBuild } from '../run/ensure-build.js';
import { root, unitTests } from '../run/files.js';
import { npm } from '../run/install.js';
import { readOptions } from '../run/options.ts';
import { Problem, runQuietly } from '../run/process.js';

/** The oldest, and every line with long-term support. */
const VERSIONS = ['20.19', '22', '24', '26'];

export async function main(args: string[]): Promise<void> {
  const { positionals } = readOptions(
    {
      command: 'npm run test:nodes',
      about: 'Runs the unit tests on each version of Node, or on those given.',
      choices: VERSIONS,
    },
    args,
  );
  await ensureBuild();
  const failed: string[] = [];
  for (const version of positionals.length > 0 ? positionals : VERSIONS) {
    const node = await install(version);
    const exact = (await runQuietly(node, ['--version'])).output.trim();
    const { ok, output } = await runQuietly(node, ['--import', 'tsx', '--test', ...unitTests()]);
    const [, passed] = /^[#ℹ] pass (\d+)/m.exec(output) ?? [];
    console.log(`Node ${exact}: ${ok ? `all ${passed} tests pass` : `tests fail\n${output}`}`);
    if (!ok) failed.push(exact);
  }
  if (failed.length > 0) throw new Problem(`Tests fail on Node ${failed.join(', ')}.`);
}

/**
 * Installs the npm package `node`, which brings Node's own binaries.
 * @returns the path of the binary
 */
async function install(version: string): Promise<string> {
  const folder = `node_modules/.nodes/${version}`;
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder];
  const { ok, output } = await npm([...args, `node@${version}`]);
  if (!ok) throw new Problem(`Could not install Node ${version}: ${output.trim()}`);
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(root, folder, 'node_modules/node/bin', binary);
}
