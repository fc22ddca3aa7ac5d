import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { AddressQuota } from '../http/address-quota.ts';
import { type Networks, visitorAt } from '../http/addresses.ts';
import { watchPipelining } from '../http/pipelining.ts';
import { endInStages } from '../http/sending.ts';
import { toHttps } from '../tls/https-redirect.ts';
import { EmulatedSocket } from './emulated-socket.ts';
import type { LineRegistry } from './registry.ts';

/** A connection has so long to begin its first request, TLS handshake included, in ms. */
export const FIRST_REQUEST = 10_000;

/** How long a client has to end its connection when the server stops, in ms. */
const GOODBYE = 1_000;

/** First byte of a TLS handshake (RFC 8446 §5.1). */
const TLS_HANDSHAKE = 0x16;

export interface ListenerOptions {
  /** With it the server speaks TLS, and sends who comes with `http://` to `https://`. */
  secureContext?: SecureContext | undefined;
  /** What a browser is shown first that comes with `http://`; see {@link toHttps}. */
  explanation?: string | undefined;
  /** TCP connections in all; one more is closed at once. */
  connections: number;
  /** The same for one address. */
  connectionsPerAddress: number;
  /** Proxies: all that their visitors open comes from their addresses, which are not counted. */
  proxies: Networks | undefined;
}

/**
 * Where every connection comes in, before the HTTP server has it. One that may be the page's gets
 * a wire, so that a tab's line can slow it and count it; any other goes straight to the HTTP
 * parser, as in a server that knows nothing of lines.
 */
export function listenThrough(
  app: FastifyInstance,
  lines: LineRegistry,
  options: ListenerOptions,
): void {
  const { secureContext, explanation, connections, connectionsPerAddress, proxies } = options;
  const { server } = app;
  const open = new Set<Socket>();
  /** Those of them that have not begun a request yet. */
  const silent = new Set<Socket>();
  let stopping = false;
  const quota = new AddressQuota(connectionsPerAddress);
  const inside = new WeakSet<Duplex>();
  const plain = createServer({ joinDuplicateHeaders: true }, toHttps(explanation));
  const accept = server.listeners('connection');
  server.removeAllListeners('connection');
  server.maxConnections = connections;
  // A client that has said all it wants to say may still wait for the answer.
  Object.assign(server, { httpAllowHalfOpen: true });
  watchPipelining(server);
  watchPipelining(plain);

  const admit = (connection: Duplex) => {
    inside.add(connection);
    // Node's parser and ws take their listeners away when they hand a connection on.
    connection.on('error', ignore);
    for (const listener of accept) listener.call(server, connection);
    connection.resume();
  };

  server.on('connection', (tcp: Socket) => {
    // One that comes back to be read again.
    if (inside.has(tcp)) {
      for (const listener of accept) listener.call(server, tcp);
      return;
    }
    tcp.on('error', ignore);
    const counted = !proxies?.(tcp.remoteAddress);
    const release = counted ? quota.tryTake(visitorAt(tcp.remoteAddress)) : undefined;
    if (stopping || (counted && !release)) {
      release?.();
      tcp.destroy();
      return;
    }
    open.add(tcp);
    silent.add(tcp);
    const patience = setTimeout(() => tcp.destroy(), FIRST_REQUEST);
    const begun = () => {
      clearTimeout(patience);
      silent.delete(tcp);
    };
    tcp.once('close', () => {
      begun();
      open.delete(tcp);
      release?.();
    });
    const enter = (socket: Socket) =>
      peek(socket, (bytes) => {
        begun();
        const connection = mayBeThePages(bytes) ? lines.emulate(socket, tcp) : socket;
        endInStages(socket, connection);
        admit(connection);
        socket.resume();
      });
    if (!secureContext) {
      enter(tcp);
      return;
    }
    peek(tcp, (bytes) => {
      if (bytes[0] === TLS_HANDSHAKE) {
        enter(new TLSSocket(tcp, { isServer: true, secureContext }));
      } else {
        endInStages(tcp, tcp);
        plain.emit('connection', tcp);
        tcp.resume();
      }
    });
  });

  server.on('request', ({ socket }, response) => {
    if (socket instanceof EmulatedSocket) response.once('close', () => socket.exchangeEnded());
  });

  // A server that stops says goodbye at once, however slow its lines, and waits for nobody long.
  app.addHook('preClose', async () => {
    stopping = true;
    lines.flush();
    for (const tcp of silent) tcp.destroy();
    const patience = setTimeout(() => {
      for (const tcp of open) tcp.destroy();
    }, GOODBYE);
    server.once('close', () => clearTimeout(patience));
  });
}

/** A connection that fails is closed by Node; there is nothing else to do. */
function ignore(): void {}

/** Looks at the first bytes of a connection, leaves them in it, and pauses it. */
function peek(socket: Socket, then: (bytes: Buffer) => void): void {
  const gone = () => socket.destroy();
  socket.once('error', gone);
  socket.once('end', gone);
  socket.once('data', (bytes: Buffer) => {
    socket.off('error', gone);
    socket.off('end', gone);
    socket.pause();
    socket.unshift(bytes);
    then(bytes);
  });
}

/**
 * Whether a connection may ever carry a request of the page. A browser sends what it asks for over
 * whichever connection is free, so any browser's may; all of them call themselves Mozilla.
 */
function mayBeThePages(bytes: Buffer): boolean {
  const head = bytes.toString('latin1');
  // What does not begin as a request does, such as a TLS handshake, will be none.
  if (!/^[A-Z]/.test(head)) return false;
  const whole = head.includes('\r\n\r\n');
  return !whole || /\r\nuser-agent: ?mozilla\//i.test(head) || /^[^\r]*[?&]tab=/.test(head);
}
