import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { WebSocket } from 'ws';
import type { Action, FromClass, Phase, Snapshot, ToClass } from '../../src/protocol/class.ts';
import { root } from '../run/files.js';

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

/** Steers a class as the screen in front does. */
class Steering {
  snapshot: Snapshot | undefined;
  /** Phones that have shown the news. */
  landed = 0;
  #changed = () => {};
  readonly #socket: WebSocket;

  constructor(link: URL) {
    this.#socket = new WebSocket(`ws://${link.host}/class`);
    this.#socket.on('open', () => {
      const [code = '', key] = [link.pathname.split('/').at(-1), link.hash.slice('#key='.length)];
      this.#say({ type: 'join', role: 'screen', code, key });
    });
    this.#socket.on('message', (data) => this.#receive(JSON.parse(String(data))));
  }

  #receive(message: FromClass): void {
    if (message.type === 'snapshot') this.snapshot = message;
    if (message.type === 'landed') this.landed += message.phones.length;
    this.#changed();
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Moves the class on, and waits until it is there. */
  async next(phase: Phase): Promise<void> {
    this.steer('next');
    await this.until(() => this.snapshot?.phase === phase);
  }

  async start(round: string): Promise<void> {
    this.#say({ type: 'start', round, step: this.#step });
    await this.until(() => this.snapshot?.round?.id === round);
  }

  steer(action: Action): void {
    this.#say({ type: 'steer', action, step: this.#step });
  }

  close(): void {
    this.#socket.terminate();
  }

  get #step(): number {
    return this.snapshot?.step ?? 0;
  }

  #say(message: ToClass): void {
    this.#socket.send(JSON.stringify(message));
  }
}

test('simulated phones join, vote, run and are measured', async (t) => {
  const demo = await startDemo(t, ['--phones', String(PHONES)]);
  const screen = new Steering(await screenOf(demo));
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
