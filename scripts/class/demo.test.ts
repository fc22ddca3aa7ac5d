import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { root } from '../run/files.js';
import { Steering } from './steering.ts';

const PHONES = 6;

/** Runs the demo, with a home of its own for what the server keeps. */
async function startDemo(t: TestContext, args: string[]): Promise<ChildProcess> {
  const home = await mkdtemp(join(tmpdir(), 'class-demo-'));
  const demo = spawn(
    process.execPath,
    ['scripts/run/command.js', 'scripts/class/demo.ts', '--port', '0', ...args],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, HOME: home, USERPROFILE: home },
    },
  );
  t.after(async () => {
    if (demo.exitCode === null) {
      demo.kill();
      await once(demo, 'exit');
    }
    await rm(home, { recursive: true, force: true });
  });
  return demo;
}

/** The address of the screen in front, as the demo prints it. */
async function screenOf({ stdout }: ChildProcess): Promise<URL> {
  assert.ok(stdout);
  for await (const line of createInterface({ input: stdout })) {
    const [link] = /http\S+\/class\/\d{6}#key=\S+/.exec(line) ?? [];
    if (link) {
      stdout.resume();
      return new URL(link);
    }
  }
  throw new Error('The demo has printed no link.');
}

test('simulated phones join, vote, run and are measured', async (t) => {
  const demo = await startDemo(t, ['--phones', String(PHONES)]);
  const { host, pathname, hash } = await screenOf(demo);
  const code = pathname.slice('/class/'.length);
  const screen = new Steering(host, { code, key: hash.slice('#key='.length) });
  t.after(() => screen.close());

  await screen.until(() => screen.snapshot?.members === PHONES);
  await screen.start('news');
  await screen.next('vote');
  await screen.until(() => screen.snapshot?.voted === PHONES);
  await screen.next('closed');
  await screen.next('run');
  screen.steer('news');
  await screen.until(() => screen.landed === PHONES);
  await screen.next('reveal');

  const { tally, results } = screen.snapshot?.reveal ?? assert.fail('Nothing is revealed');
  assert.equal(
    tally.first.reduce((sum, votes) => sum + votes, 0),
    PHONES,
  );
  assert.equal(
    results.reduce((sum, { n }) => sum + n, 0),
    PHONES,
  );
  assert.equal(results.flatMap(({ knew }) => knew).length, PHONES);
  for (const { bytes, connections } of results) {
    assert.ok(bytes > 0);
    assert.ok(connections > 0);
  }
});

test('the number of phones has a range', async (t) => {
  const demo = await startDemo(t, ['--phones', '0']);
  const [code] = await once(demo, 'exit');
  assert.equal(code, 2);
});
