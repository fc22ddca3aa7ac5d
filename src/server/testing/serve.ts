/** A real server on a free port with a market moved by hand, for tests. */
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { WebSocket } from 'ws';
import { type AppOptions, buildApp } from '../app.ts';
import type { HttpServer } from '../http/http-server.ts';
import { MarketFeed } from '../market/price-feed.ts';
import { Market } from '../market/random-walk.ts';

type Message = { type: string; [key: string]: unknown };

/** A WebSocket client whose messages can be waited for one by one. */
export class Client {
  readonly socket: WebSocket;
  readonly #inbox: Message[] = [];
  readonly #waiting: ((message: Message) => void)[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly opened: Promise<void>;

  constructor(url: string, options?: object) {
    this.socket = new WebSocket(url, options);
    this.socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      const next = this.#waiting.shift();
      if (next) next(message);
      else this.#inbox.push(message);
    });
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.on('error', reject);
    });
    this.opened.catch(() => {});
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The next message, now or when it comes. */
  next(): Promise<Message> {
    const message = this.#inbox.shift();
    if (message) return Promise.resolve(message);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The next message of a type; others before it are dropped. */
  async nextOf(type: string): Promise<Message> {
    for (;;) {
      const message = await this.next();
      if (message.type === type) return message;
    }
  }
}

/** A server with the emulated network, unless the options say otherwise. */
export async function serve(t: TestContext, options: Partial<AppOptions> = {}) {
  const feed = new MarketFeed(new Market({ seed: 1, volatility: 0.01 }));
  const app = await buildApp({ feed, network: { rtt: 0 }, ...options });
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.after(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  return {
    app,
    feed,
    port,
    url: `http://127.0.0.1:${port}`,
    connect: (path: string, options?: object) =>
      new Client(`ws://127.0.0.1:${port}${path}`, options),
  };
}

/** What starts the server of a test that {@link eachServer} or {@link networkServer} declares. */
export type Serve = (options?: Partial<AppOptions>) => ReturnType<typeof serve>;

type Run = (t: TestContext, serve: Serve) => Promise<void>;

/**
 * Declares a test twice: for a plain server, and for one with the emulated network, on which all has
 * to be the same for whoever names no tab.
 */
export function eachServer(name: string, run: Run): void {
  test(`${name} (plain)`, (t) => run(t, (options) => serve(t, { network: undefined, ...options })));
  networkServer(`${name} (with the network)`, run);
}

/** Declares a test for a server with the emulated network. */
export function networkServer(name: string, run: Run): void {
  test(name, (t) => run(t, (options) => serve(t, options)));
}

/** The server's TCP socket of the next connection. */
export function accepted({ app }: { app: FastifyInstance }): Promise<Socket> {
  const server = app.server as HttpServer;
  const { admit } = server;
  return new Promise((resolve) => {
    server.admit = (tcp) => {
      server.admit = admit;
      resolve(tcp);
      return admit(tcp);
    };
  });
}

/** A raw client; `allowHalfOpen` so that it ends its side only when told. */
export function call(t: TestContext, { port }: { port: number }) {
  return listenTo(t, connect({ port, host: '127.0.0.1', allowHalfOpen: true }));
}

/** Keeps all that comes out of a raw client's connection. */
export function listenTo<Connection extends Socket>(t: TestContext, socket: Connection) {
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  const over = new Promise<void>((resolve) => {
    for (const event of ['end', 'close']) socket.once(event, () => resolve());
    if (socket.closed) resolve();
  });
  return {
    socket,
    /** All that it has been sent, once that matches. */
    async until(pattern: Pick<RegExp, 'test'>): Promise<string> {
      while (!pattern.test(text)) await once(socket, 'data');
      return text;
    },
    /** All that it has been sent, once the server has ended its side, or torn the connection. */
    async untilEnd(): Promise<string> {
      await over;
      return text;
    },
  };
}

/** Does something so many times, some at a time. */
export async function many(times: number, what: () => Promise<void>): Promise<void> {
  let left = times;
  const worker = async () => {
    while (left-- > 0) await what();
  };
  await Promise.all(Array.from({ length: 50 }, worker));
}
