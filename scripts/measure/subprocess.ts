import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { root } from '../run/files.js';
import { Problem } from '../run/process.js';
import type { Call, Methods } from './rpc.ts';

/** A child process with the methods that it has given to `serve`. */
export class Subprocess<M extends Methods> {
  /** Rejects with a Problem once the process has ended. */
  readonly ended: Promise<never>;
  readonly #child: ChildProcess;
  #address: Promise<URL> | undefined;

  /** @param stderr 'inherit' shows what the process prints there; 'pipe' leaves it to be read */
  constructor([program = '', ...args]: readonly string[], stderr: 'inherit' | 'pipe' = 'inherit') {
    this.#child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', stderr, 'ipc'] });
    this.ended = once(this.#child, 'exit').then(([code, signal]) => {
      throw new Problem(`${[program, ...args].join(' ')} ended with ${signal ?? `code ${code}`}.`);
    });
    this.ended.catch(() => {});
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  /**
   * Waits for the address that a server prints when it listens.
   * @throws {Problem} if the process ends before
   */
  address(): Promise<URL> {
    this.#address ??= this.#readAddress();
    return this.#address;
  }

  async #readAddress(): Promise<URL> {
    const { stdout } = this.#child;
    if (!stdout) throw new Error('stdout is not piped');
    const [printed] = await Promise.race([once(stdout, 'data'), this.ended]);
    const [address] = /https?:\S+/.exec(String(printed)) ?? [];
    if (!address) throw new Problem(`There is no address in what the server printed: ${printed}`);
    return new URL(address);
  }

  /**
   * Calls a method. Only one call at a time.
   * @throws {Problem} if the process ends before it has answered
   */
  async call<Name extends keyof M & string>(
    method: Name,
    ...[argument]: Parameters<M[Name]>
  ): Promise<Awaited<ReturnType<M[Name]>>> {
    const answered = Promise.race([once(this.#child, 'message'), this.ended]);
    this.#child.send({ method, argument } satisfies Call);
    const [{ result }] = await answered;
    return result;
  }

  /** Stops the process where it is, as if its machine were asleep. Not on Windows. */
  suspend(): void {
    this.#child.kill('SIGSTOP');
  }

  /** Kills the process, and waits until it has ended. */
  async kill(): Promise<void> {
    // A suspended process reacts to no other signal.
    this.#child.kill('SIGKILL');
    await this.ended.catch(() => {});
  }
}
