import { createInterface } from 'node:readline';
import { PROBED } from '../compile.ts';
import type { Probe } from '../probe.ts';
import { Subprocess } from '../subprocess.ts';
import { fetchText } from './http.ts';

/** Price changes a second. */
const RATE = 4;

const COMMAND = [
  ...[process.execPath, ...PROBED],
  ...['dist/server/main.js', '--port', '0', '--rate', String(RATE), '--metrics'],
];

/** What the server holds for its clients; undefined where the system doesn't tell. */
export interface Held {
  connections: number;
  held: number;
  lines: number;
  emulated: number;
  descriptors: number | undefined;
}

/** The real command's server, in a process of its own. */
export class Server {
  readonly port: number;
  /** What it has logged, a line each. */
  readonly logged: string[] = [];
  readonly #process: Subprocess<Probe>;

  private constructor(process: Subprocess<Probe>, port: number) {
    this.#process = process;
    this.port = port;
    const { stderr } = process;
    // A line may come in pieces.
    if (stderr) createInterface({ input: stderr }).on('line', (line) => this.logged.push(line));
  }

  /** @param descriptors how many files it may have open, connections included; as many as usual if left out */
  static async start(descriptors?: number): Promise<Server> {
    const command =
      descriptors === undefined
        ? COMMAND
        : ['sh', '-c', `ulimit -n ${descriptors} && exec "$@"`, 'sh', ...COMMAND];
    const process = new Subprocess<Probe>(command, 'pipe');
    return new Server(process, Number((await process.address()).port));
  }

  /** Rejects when the server ends by itself. */
  get ended(): Promise<never> {
    return this.#process.ended;
  }

  /** In bytes, after a collection. */
  heap(): Promise<number> {
    return this.#process.call('heap');
  }

  /** Counts the connection of the request too. */
  async held(): Promise<Held> {
    const { body } = await fetchText({ port: this.port, path: '/metrics' });
    const metric = (name: string) => Number(new RegExp(`^${name} (.*)`, 'm').exec(body)?.[1]);
    return {
      connections: metric('connections'),
      held: metric('quota_taken'),
      lines: metric('lines'),
      emulated: metric('emulated_connections'),
      descriptors: await this.#process.call('descriptors'),
    };
  }

  stop(): Promise<void> {
    return this.#process.kill();
  }
}
