import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { HttpServer } from '../../http/http-server.ts';
import { Http2Requests } from '../../http2/http2-server.ts';
import { negotiate } from '../../tls/tls-listener.ts';
import type { LineRegistry } from '../registry.ts';
import type { Line } from '../tab-line.ts';
import { Http2Use } from './http2-use.ts';

/** What a tab's port speaks (RFC 7301): browsers that can't have a WebSocket over HTTP/2 come with the other. */
const PROTOCOLS = ['h2', 'http/1.1'];

/** How many tabs may have a port. */
const MAX_PORTS = 200;

interface Port {
  readonly server: Server;
  readonly connections: Set<Socket>;
  /** The page that it was opened for, as browsers name it; undefined for a client that is no browser. */
  readonly origin: string | undefined;
  /** Its number, once it listens. */
  readonly listening: Promise<number>;
}

/**
 * The ports of tabs that want HTTP/2. A browser mixes the requests of all its tabs into one connection
 * to a port, so that a tab's line could not be delayed, damaged or counted by itself at the socket.
 * Over a port of its own the connection is the tab's alone.
 */
export class Http2Ports {
  readonly #app: FastifyInstance;
  readonly #server: HttpServer;
  readonly #lines: LineRegistry;
  readonly #secureContext: SecureContext;
  readonly #ports = new Map<string, Port>();

  constructor(
    app: FastifyInstance,
    server: HttpServer,
    lines: LineRegistry,
    secureContext: SecureContext,
  ) {
    this.#app = app;
    this.#server = server;
    this.#lines = lines;
    this.#secureContext = secureContext;
    app.addHook('onClose', async () => {
      for (const tab of this.#ports.keys()) this.close(tab);
    });
  }

  has(tab: string): boolean {
    return this.#ports.has(tab);
  }

  /** The page that a tab's port was opened for. */
  originOf(tab: string): string | undefined {
    return this.#ports.get(tab)?.origin;
  }

  /**
   * Opens a tab's port, unless it is open.
   * @param origin the page that it is for
   * @returns its number
   * @throws {Error} with a sentence for the visitor if there can be none
   */
  async open(tab: string, line: Line, origin: string | undefined): Promise<number> {
    const port = this.#ports.get(tab) ?? this.#listen(tab, line, origin);
    try {
      return await port.listening;
    } catch {
      this.close(tab);
      throw new Error('The server can’t open another port for HTTP/2. Stay with HTTP/1.1.');
    }
  }

  /** Closes a tab's port, with all its connections. */
  close(tab: string): undefined {
    const port = this.#ports.get(tab);
    this.#ports.delete(tab);
    port?.server.close();
    for (const tcp of port?.connections ?? []) tcp.destroy();
  }

  #listen(tab: string, line: Line, origin: string | undefined): Port {
    if (this.#ports.size >= MAX_PORTS) {
      throw new Error(
        `${MAX_PORTS} tabs use HTTP/2 already. Stay with HTTP/1.1, or try again later.`,
      );
    }
    const connections = new Set<Socket>();
    const requests = new Http2Requests(this.#app, this.#server, (target) => tabIn(target) === tab);
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (tcp) => {
      if (!this.#server.admit(tcp)) return;
      connections.add(tcp);
      tcp.once('close', () => connections.delete(tcp));
      negotiate(tcp, this.#secureContext, PROTOCOLS, (socket) => {
        if (socket.alpnProtocol !== 'h2') this.#server.read(socket, tcp);
        else this.#serve(tab, line, requests, socket, tcp);
      });
    });
    const { address } = this.#server.address() as AddressInfo;
    const listening = once(server.listen(0, address), 'listening').then(
      () => (server.address() as AddressInfo).port,
    );
    const port = { server, connections, origin, listening };
    this.#ports.set(tab, port);
    return port;
  }

  #serve(tab: string, line: Line, requests: Http2Requests, socket: Socket, tcp: Socket): void {
    const connection = this.#lines.emulate(socket, tcp);
    connection.on('error', ignore);
    connection.keys?.carries(tab);
    const use = new Http2Use(line, connection);
    connection.dedicate(use);
    line.join(use);
    // A cut line lets none through.
    if (!tcp.destroyed) requests.serve(connection, (...stream) => use.opened(...stream));
  }
}

/** The tab that a request's target names. */
const tabIn = (target: string) => new URLSearchParams(target.split('?')[1]).get('tab');

/** A connection that fails is closed by Node; there is nothing else to do. */
function ignore(): void {}
