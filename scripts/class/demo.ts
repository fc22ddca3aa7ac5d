/** `npm run class:demo`: a class with simulated phones, so that an instructor can rehearse alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuild } from '../run/ensure-build.js';
import { root } from '../run/files.js';
import { number, readOptions } from '../run/options.ts';
import { Problem } from '../run/process.js';
import { installBrowserGlobals } from './browser-globals.ts';
import { SimulatedPhone } from './simulated-phone.ts';

/** Pause between two phones' arrivals, in ms. */
const ARRIVAL = 50;

const command = {
  command: 'npm run class:demo',
  about: 'Opens a class with simulated phones, which answer at random, to rehearse alone.',
  options: {
    phones: number({ help: 'simulated phones', default: 40, min: 1, max: 300, whole: true }),
    port: number({
      help: 'where the server listens',
      default: 3000,
      min: 0,
      max: 65_535,
      whole: true,
    }),
  },
};

export async function main(args: string[]): Promise<void> {
  const { phones, port } = readOptions(command, args).values;
  await ensureBuild();
  const server = spawn(
    process.execPath,
    ['dist/server/main.js', '--class', '--port', String(port)],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill());
  process.once('exit', () => server.kill());
  const ended = once(server, 'exit').then(([code]) => process.exit(code ?? 0));
  const { origin, code } = await Promise.race([screenOf(server), ended]);

  installBrowserGlobals(origin);
  for (let i = 0; i < phones; i++) {
    new SimulatedPhone(code).start();
    await sleep(ARRIVAL);
  }
  console.log(`${phones} simulated phones have joined; they answer at random. Unlike real ones they share HTTP
connections, so their number means little. Open the screen in front, and press Page Down.`);
}

/** Shows what the server prints, and finds the address of the screen in front in it. */
function screenOf({ stdout }: ChildProcess): Promise<{ origin: string; code: string }> {
  return new Promise((resolve, reject) => {
    let printed = '';
    stdout?.setEncoding('utf8').on('data', (text: string) => {
      process.stdout.write(text);
      printed += text;
      const [, origin, code] = /(http\S+)\/class\/(\d{6})#/.exec(printed) ?? [];
      if (origin && code) resolve({ origin, code });
    });
    stdout?.once('end', () => reject(new Problem('The server has ended.')));
  });
}
