/**
 * `npm run dev`: builds, starts the server, and does both again when a file changes. The arguments
 * are the server's.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprint } from '../run/ensure-build.js';
import { root } from '../run/files.js';
import { Problem } from '../run/process.js';
import { build } from './build.ts';

/** In ms. Looking is cheap and, unlike fs.watch, works the same on every system and network drive. */
const LOOK_EVERY = 300;

let server: ChildProcess | undefined;
let ending = false;

export async function main(args: string[]): Promise<void> {
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  let seen = '';
  while (!ending) {
    const now = fingerprint();
    if (now !== seen) {
      seen = now;
      await rebuild(args);
    }
    await sleep(LOOK_EVERY);
  }
}

async function rebuild(args: string[]): Promise<void> {
  try {
    await build({ dev: true });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(`${error.message} Waiting for a change…`);
    return;
  }
  await stop();
  if (!ending) start(args);
}

function start(args: string[]): void {
  const command = ['--enable-source-maps', 'dist/server/main.js', ...args];
  const started = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' });
  server = started;
  started.once('exit', (code) => {
    if (server !== started) return;
    server = undefined;
    // It has printed its help, or refused a flag: no change of the code would help.
    if (ending || code === 0 || code === 2) process.exit(code ?? 0);
    console.error('The server ended. Waiting for a change…');
  });
}

async function stop(): Promise<void> {
  const stopping = server;
  if (!stopping) return;
  server = undefined;
  stopping.kill();
  await once(stopping, 'exit');
}

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await stop();
  process.exit(0);
}
