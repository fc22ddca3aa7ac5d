/** The soak in short, so that it works when somebody wants it at length. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { root } from '../run/files.js';

/** Runs it for three seconds. */
function soak(t: TestContext, ...args: string[]): Promise<{ code: unknown; said: string }> {
  // Measuring coverage would be seen in the server's heap.
  const { NODE_V8_COVERAGE, ...env } = process.env;
  const command = ['scripts/run/command.js', 'scripts/measure/soak.ts', '--minutes', '0.05'];
  return new Promise((resolve) => {
    const argv = [...command, ...args];
    execFile(process.execPath, argv, { cwd: root, env, signal: t.signal }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, said: out + err }),
    );
  });
}

test('after clients of every kind the server is as before', async (t) => {
  const { code, said } = await soak(t);
  assert.equal(code, 0, said);
  assert.match(said, /\| Connections \| 1 \| 1 \| ✓ \|/);
});

test('a server that has run out of descriptors refuses, lives on and recovers', {
  skip: process.platform === 'win32' && 'Windows has no limit of open files',
}, async (t) => {
  const { code, said } = await soak(t, '--descriptors', '256');
  assert.equal(code, 0, said);
});

test('a wrong option is one line and exit code 2', async (t) => {
  assert.deepEqual(await soak(t, '--descriptors', '8'), {
    code: 2,
    said: '--descriptors must be a whole number from 256 to 1000000, not "8".\n',
  });
});
