import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { delimiter } from 'node:path';
import { root } from '../run/files.js';
import { Problem } from '../run/process.js';

// On Debian only root's PATH has the folder that nginx is in.
const PATH = `${process.env['PATH']}${delimiter}/usr/sbin`;

interface ProgramOptions {
  /** What it is called in messages. */
  name: string;
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
  /** What it says once it is ready. */
  ready: RegExp;
}

/** A program that can be started, ended and started again. */
export class Program {
  readonly name: string;
  /** What it has said since it was started last. */
  said = '';
  /** Is told when it has ended without having been told to. */
  onEnd = () => {};
  readonly #options: ProgramOptions;
  readonly #events = new EventEmitter();
  #child: ChildProcess | undefined;

  constructor(options: ProgramOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Its process id, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws {Problem} if it ends before it is ready, or is not installed */
  async start(): Promise<void> {
    const { command, args, env, ready } = this.#options;
    const child = spawn(command, args, { cwd: root, env: { ...process.env, PATH, ...env } });
    this.#child = child;
    this.said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.said = `${this.said}${text}`.slice(-100_000);
        this.#events.emit('said');
      });
    }
    const failed = new Promise<never>((_, reject) => {
      child.once('error', ({ message }) => reject(new Problem(`${this.name}: ${message}`)));
      child.once('exit', () => reject(new Problem(`${this.name} has ended: ${this.said}`)));
    });
    await Promise.race([this.says(ready), failed]);
    child.once('exit', () => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.onEnd();
    });
  }

  /** Waits until it has said this. */
  async says(what: RegExp): Promise<void> {
    while (!what.test(this.said)) await once(this.#events, 'said');
  }

  /** Ends it, and waits until it has ended; does nothing if it does not run. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  /** Stops it where it is, as if its computer were asleep. Not on Windows. */
  suspend(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }
}
