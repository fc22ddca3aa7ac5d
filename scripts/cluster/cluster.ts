import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { NewClass } from '../../src/protocol/class/begin.ts';
import { PATH } from '../../src/protocol/limits.ts';
import { freePorts } from '../../src/server/testing/free-ports.ts';
import { Problem } from '../run/process.js';
import { Program } from './program.ts';

export const SERVERS = 3;

const PROGRAMS = ['redis-server', 'nginx'];

export interface ClusterOptions {
  /** Where nginx listens; any free port if left out. */
  port?: number;
  /** Lets in other devices, too. */
  everywhere?: boolean;
  /** Further options of the servers. */
  options?: readonly string[];
  /** Options of Redis; without any it keeps nothing. */
  redis?: readonly string[];
  /** Runs the servers under node with these. */
  node?: readonly string[];
}

/** Redis, three servers and nginx on this computer. */
export class Cluster {
  /** Where a browser finds it. */
  readonly url: string;
  /** Moves the market at every server. */
  readonly key: string;
  readonly redis: Program;
  readonly servers: readonly Program[];
  /** Where each server itself listens. */
  readonly ports: readonly number[];
  readonly nginx: Program;
  readonly #folder: string;

  private constructor(
    { everywhere = false, options = [], redis = [], node = [] }: ClusterOptions,
    [own = 0, redisPort = 0, ...ports]: number[],
  ) {
    this.#folder = mkdtempSync(join(tmpdir(), 'cluster-'));
    this.key = randomBytes(12).toString('hex');
    this.url = `http://127.0.0.1:${own}`;
    this.ports = ports;
    this.redis = redisServer(redisPort, this.#folder, redis);
    const common = [
      '--redis',
      `redis://127.0.0.1:${redisPort}`,
      '--trust-proxy',
      '127.0.0.1',
      ...options,
    ];
    this.servers = ports.map(
      (port, i) =>
        new Program({
          name: `server ${i + 1}`,
          command: process.execPath,
          args: [...node, 'dist/server/main.js', '--port', String(port), ...common],
          env: { HOST_KEY: this.key },
          ready: /Ask or be told\? Open/,
        }),
    );
    this.nginx = new Program({
      name: 'nginx',
      command: 'nginx',
      args: [
        '-p',
        this.#folder,
        '-e',
        'stderr',
        '-c',
        this.#writeConfig(`${everywhere ? '' : '127.0.0.1:'}${own}`, ports),
      ],
      // It is told right after the port has been opened.
      ready: /event method/,
    });
  }

  /** @throws {Problem} if a program is missing or does not start */
  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    const missing = PROGRAMS.filter((program) => !isInstalled(program));
    if (missing.length > 0) {
      throw new Problem(
        `Install ${missing.join(' and ')} first: apt install redis-server nginx-light, or brew install redis nginx. Or use compose.yaml.`,
      );
    }
    const ports = await freePorts(SERVERS + 2);
    if (options.port) ports[0] = options.port;
    const cluster = new Cluster(options, ports);
    try {
      await cluster.redis.start();
      await Promise.all(cluster.servers.map((server) => server.start()));
      await cluster.nginx.start();
    } catch (error) {
      await cluster.end();
      throw error;
    }
    return cluster;
  }

  get programs(): readonly Program[] {
    return [this.redis, ...this.servers, this.nginx];
  }

  /**
   * Begins a class. A server whose Redis is late, as on a busy machine, says to try again.
   * @throws {Problem} if it is refused for any other reason
   */
  async beginClass(): Promise<NewClass> {
    const answer = await fetch(`${this.url}${PATH.classes}`, { method: 'POST' });
    if (answer.status === 503) return this.beginClass();
    if (!answer.ok) throw new Problem(`No class could be begun: ${await answer.text()}`);
    return (await answer.json()) as NewClass;
  }

  /** Ends everything. */
  async end(): Promise<void> {
    for (const program of this.programs) program.resume();
    await Promise.all(this.servers.map((server) => server.end()));
    // A SIGTERM that comes just before nginx waits for events would be heard only with the next of them.
    await Promise.all([this.redis.end(), this.nginx.end('SIGKILL')]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The configuration that goes with compose.yaml, for one process of any user on this computer. */
  #writeConfig(listen: string, ports: readonly number[]): string {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const changes: [string, string][] = [
      [
        'events {}',
        'daemon off; master_process off; pid nginx.pid; error_log stderr notice;\nevents { worker_connections 20000; }',
      ],
      [
        'http {',
        `http {\n  access_log off;\n${temporary.map((name) => `  ${name}_temp_path ${name};\n`).join('')}`,
      ],
      ['listen 80;', `listen ${listen};`],
      ...ports.map((own, i): [string, string] => [`server${i + 1}:3000`, `127.0.0.1:${own}`]),
    ];
    const file = new URL('nginx.conf', import.meta.url);
    const config = changes.reduce(
      (text, [from, to]) => {
        if (!text.includes(from)) throw new Error(`nginx.conf has no ${from}`);
        return text.replace(from, to);
      },
      readFileSync(file, 'utf8'),
    );
    const path = join(this.#folder, 'nginx.conf');
    writeFileSync(path, config);
    return path;
  }
}

/** A Redis on this computer that keeps nothing, unless the options say so. */
export function redisServer(
  port: number,
  folder: string,
  options: readonly string[] = [],
): Program {
  const listen = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  return new Program({
    name: 'redis-server',
    command: 'redis-server',
    args: [...listen, '--save', '', ...options],
    ready: /Ready to accept connections/,
  });
}

/** Whether all that a cluster needs is there. */
export const clusterIsInstalled = (): boolean => PROGRAMS.every(isInstalled);

function isInstalled(program: string): boolean {
  const env = { ...process.env, PATH: `${process.env['PATH']}${delimiter}/usr/sbin` };
  return spawnSync(program, ['-v'], { env }).error === undefined;
}
