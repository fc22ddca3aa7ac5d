/** A TCP proxy that knows nothing of the server and keeps what went through it. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { test as base } from './world.ts';

export interface Exchange {
  /** First line of what the browser sent. */
  request: string;
  /** Bytes from the browser, and to it. */
  up: Buffer;
  down: Buffer;
}

/** What a proxy says that lets no WebSocket through. */
export const FORBIDDEN = 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

export class RecordingProxy {
  /** Every request with the bytes until the next on the same connection. */
  readonly exchanges: Exchange[] = [];
  /** Bytes both ways of every TCP connection. */
  readonly connections: { bytes: number }[] = [];
  /** What to answer a request with in the server's place: nothing at all if it is empty. */
  intercept: (request: string) => string | undefined = () => undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(target: number) {
    this.#server = createServer((browser) => {
      const server = connect(target, '127.0.0.1');
      let current: Exchange | undefined;
      const connection = { bytes: 0 };
      this.connections.push(connection);
      for (const socket of [browser, server]) {
        socket.on('data', (chunk) => {
          connection.bytes += chunk.length;
        });
      }
      browser.on('data', (chunk) => {
        const [, request] = /^((?:GET|POST) [^\r]+)\r\n/.exec(chunk.toString('latin1')) ?? [];
        const intercepted = request && this.intercept(request);
        if (intercepted !== undefined && intercepted !== '') browser.end(intercepted);
        if (intercepted !== undefined) return;
        if (request) {
          current = { request, up: Buffer.alloc(0), down: Buffer.alloc(0) };
          this.exchanges.push(current);
        }
        if (current) current.up = Buffer.concat([current.up, chunk]);
        server.write(chunk);
      });
      server.on('data', (chunk) => {
        if (current) current.down = Buffer.concat([current.down, chunk]);
        browser.write(chunk);
      });
      for (const [a, b] of [
        [browser, server],
        [server, browser],
      ] as const) {
        this.#sockets.add(a);
        a.on('end', () => b.end());
        a.on('error', () => b.destroy());
        a.on('close', () => {
          this.#sockets.delete(a);
          b.destroy();
        });
      }
    });
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** Tears every connection. */
  tear(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Hands nothing on any more, on connections that stay open. */
  pause(): void {
    for (const socket of this.#sockets) socket.pause();
    this.intercept = () => '';
  }

  stop(): void {
    this.tear();
    this.#server.close();
  }

  /** The exchanges of a path. */
  of(path: string): Exchange[] {
    return this.exchanges.filter(({ request }) => request.split(' ')[1]?.startsWith(`${path}?`));
  }

  /** Bytes both ways of all requests to a path. */
  bytes(path: string): number {
    return this.of(path).reduce((sum, { up, down }) => sum + up.length + down.length, 0);
  }
}

/** A page that reaches its server only through a proxy. */
export const test = base.extend<{ network: RecordingProxy; url: string }>({
  network: async ({ world }, use) => {
    const proxy = new RecordingProxy(world.port);
    await use(proxy);
    proxy.stop();
  },
  url: async ({ network }, use) => use(`http://127.0.0.1:${await network.start()}/`),
});
