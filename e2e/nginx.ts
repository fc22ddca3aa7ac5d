/** nginx with the configuration of docs/operations.md, in a folder that goes with it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { generate } from 'selfsigned';
import { freePorts } from '../src/server/testing/free-ports.ts';

// On Debian only root's PATH has the folder that it is in.
const env = { ...process.env, PATH: `${process.env['PATH']}${delimiter}/usr/sbin` };

export const nginxIsInstalled = spawnSync('nginx', ['-v'], { env }).status === 0;

/** The block that people are told to paste. */
const operations = readFileSync(new URL('../docs/operations.md', import.meta.url), 'utf8');
export const [, block = ''] = /^```nginx\n(.*?)^```$/ms.exec(operations) ?? [];

export class Nginx {
  /** What it has said so far. */
  said = '';
  readonly #folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  #ports = { http: 0, https: 0 };
  #process!: ChildProcess;

  /** @param target port of the server behind it */
  async start(target: number): Promise<void> {
    const [http = 0, https = 0] = await freePorts(2);
    this.#ports = { http, https };
    const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
    this.#write('certificate.pem', cert);
    this.#write('key.pem', key);
    const config = this.#write(
      'nginx.conf',
      wrapped(
        replaced(block, {
          '127.0.0.1:3000': `127.0.0.1:${target}`,
          'listen 80;': `listen 127.0.0.1:${http};`,
          'listen 443 ssl;': `listen 127.0.0.1:${https} ssl;`,
          '/etc/ssl/prices.example.org.crt': 'certificate.pem',
          '/etc/ssl/prices.example.org.key': 'key.pem',
        }),
      ),
    );
    this.#process = spawn('nginx', ['-p', this.#folder, '-e', 'stderr', '-c', config], { env });
    await new Promise<void>((listening, failed) => {
      this.#process.stderr?.setEncoding('utf8').on('data', (text) => {
        this.said += text;
        // It is told right after the ports have been opened.
        if (this.said.includes('event method')) listening();
      });
      this.#process.once('exit', () => failed(new Error(this.said)));
    });
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    // A SIGTERM that comes just before it waits for events would be heard only with the next of them.
    this.#process.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true });
  }

  get url(): string {
    return `https://127.0.0.1:${this.#ports.https}/`;
  }

  get insecureUrl(): string {
    return `http://127.0.0.1:${this.#ports.http}/`;
  }

  #write(name: string, content: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, content);
    return path;
  }
}

/** What stands around the block in a real nginx.conf, for one process of any user. */
function wrapped(block: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
    daemon off;
    master_process off;
    pid nginx.pid;
    error_log stderr notice;
    events {}
    http {
      access_log off;
      ${temporary.map((name) => `${name}_temp_path ${name};`).join('\n')}
      # The server's own word against buffering would hide that the block lacks its own.
      proxy_ignore_headers X-Accel-Buffering;
      ${block}
    }`;
}

function replaced(text: string, changes: Record<string, string>): string {
  return Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The nginx block has no ${from}`);
    return text.replace(from, to);
  }, text);
}
