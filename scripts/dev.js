// @ts-check
import './node-version.js';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, fingerprint } from './build.js';
import { Problem, root, script } from './run.js';
import { ensureDependencies } from './setup.js';

/** Looking is cheap, and unlike fs.watch it works the same on every system and network drive. */
const LOOK_EVERY = 300;

/** @type {import('node:child_process').ChildProcess | undefined} */
let server;
let ending = false;

function start() {
  const args = ['--enable-source-maps', 'dist/server/main.js', ...process.argv.slice(2)];
  const started = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  server = started;
  started.once('exit', (code) => {
    if (server !== started) return;
    server = undefined;
    // It has printed its help, or refused a flag: no change of the code would help.
    if (ending || code === 0 || code === 2) process.exit(code ?? 0);
    console.error('The server ended. Waiting for a change…');
  });
}

async function stop() {
  const stopping = server;
  if (!stopping) return;
  server = undefined;
  stopping.kill();
  await once(stopping, 'exit');
}

async function end() {
  if (ending) return;
  ending = true;
  await stop();
  process.exit(0);
}
process.on('SIGINT', end);
process.on('SIGTERM', end);

await script(async () => {
  await ensureDependencies();
  let seen = '';
  while (!ending) {
    const now = fingerprint();
    if (now !== seen) {
      seen = now;
      await rebuild();
    }
    await sleep(LOOK_EVERY);
  }
});

async function rebuild() {
  try {
    await build({ dev: true });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(`${error.message} Waiting for a change…`);
    return;
  }
  await stop();
  if (!ending) start();
}
