/** A Redis of a test's own, which can be killed, put to sleep and started again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createClient } from '@redis/client';
import { freePorts } from './free-ports.ts';

const installed = spawnSync('redis-server', ['--version']).status === 0;

/** For tests that need it: skipped, with this reason, where it is not installed. */
export const needsRedis = installed ? {} : { skip: 'redis-server is not installed' };

export class RedisServer {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'redis-'));
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
  }

  /** One that is not started yet, on a port that is free until then. */
  static async prepare(t: TestContext): Promise<RedisServer> {
    const [port = 0] = await freePorts(1);
    const redis = new RedisServer(port);
    t.after(() => redis.#remove());
    return redis;
  }

  static async start(t: TestContext, ...options: string[]): Promise<RedisServer> {
    const redis = await RedisServer.prepare(t);
    await redis.start(...options);
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, without what it had: nothing is kept unless the options say so. */
  async start(...options: string[]): Promise<void> {
    const own = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder];
    const child = spawn('redis-server', [...own, '--save', '', ...options]);
    this.#process = child;
    for await (const line of child.stdout) {
      if (String(line).includes('Ready to accept connections')) break;
    }
    child.stdout.resume();
  }

  /** Kills it, as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Stops it where it is: its connections stay, and nothing answers. */
  suspend(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Sends a command as `redis-cli` would. */
  async send(...command: string[]): Promise<unknown> {
    const client = createClient({ url: this.url });
    client.on('error', () => {});
    await client.connect();
    try {
      return await client.sendCommand(command);
    } finally {
      client.destroy();
    }
  }

  async #remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true });
  }
}
