/** The soak of a cluster in short, so that it works when somebody wants it at length. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { root } from '../run/files.js';
import { clusterIsInstalled } from './cluster.ts';

test('watchers of a cluster that is disturbed miss nothing, and are told nothing twice', {
  skip: !clusterIsInstalled() && 'redis-server or nginx is not installed',
}, async (t) => {
  // Measuring coverage would be seen in the servers.
  const { NODE_V8_COVERAGE, ...env } = process.env;
  const short = ['--minutes', '0.1', '--watchers', '30'];
  const argv = ['scripts/run/command.js', 'scripts/cluster/soak.ts', ...short];
  const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, argv, { cwd: root, env, signal: t.signal }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, said: out + err }),
    );
  });
  assert.equal(code, 0, said);
  assert.match(said, /\| WebSocket \| 10 \| \d+ \| [1-9]\d* \|/);
});
