/** The real command's server, in a process of its own, and what it holds. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ask, end } from '../bench/processes.js';
import { Problem, root } from '../run.js';
import { fetchText } from './http.ts';

/** Price changes a second. */
const RATE = 4;

const COMMAND = [
  process.execPath,
  ...['--expose-gc', '--import', './scripts/soak/probe.js'],
  ...['dist/server/main.js', '--port', '0', '--rate', String(RATE), '--metrics'],
];

/** What the server holds for its clients; undefined where the system does not tell. */
export interface Held {
  descriptors: number | undefined;
  connections: number;
  held: number;
  lines: number;
  emulated: number;
}

export class Server {
  readonly port: number;
  /** Rejects when the server ends by itself. */
  readonly ended: Promise<never>;
  /** What it has logged, a line each. */
  readonly logged: string[] = [];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, ended: Promise<never>) {
    this.#child = child;
    this.port = port;
    this.ended = ended;
    child.stderr?.on('data', (text) => this.logged.push(...String(text).trim().split('\n')));
  }

  /** @param descriptors how many files it may have open, connections included; as many as usual if left out */
  static async start(descriptors?: number): Promise<Server> {
    const [program = '', ...args] =
      descriptors === undefined
        ? COMMAND
        : ['sh', '-c', `ulimit -n ${descriptors} && exec "$@"`, 'sh', ...COMMAND];
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Problem(`The server ended with ${signal ?? `code ${code}`}.`);
    });
    ended.catch(() => {});
    const [hello] = await Promise.race([
      once(child.stdout as NodeJS.ReadableStream, 'data'),
      ended,
    ]);
    const [, port] = /http:\/\/[^:]+:(\d+)/.exec(String(hello)) ?? [];
    return new Server(child, Number(port), ended);
  }

  /** In bytes, after a collection. */
  heap(): Promise<number> {
    return ask(this.#child, 'heap');
  }

  /** Counts the connection of the question too. */
  async held(): Promise<Held> {
    const { body } = await fetchText({ port: this.port, path: '/metrics' });
    const metric = (name: string) => Number(new RegExp(`^${name} (.*)`, 'm').exec(body)?.[1]);
    return {
      connections: metric('connections'),
      held: metric('quota_taken'),
      lines: metric('lines'),
      emulated: metric('emulated_connections'),
      descriptors: await ask(this.#child, 'descriptors'),
    };
  }

  async stop(): Promise<void> {
    await end(this.#child);
  }
}
