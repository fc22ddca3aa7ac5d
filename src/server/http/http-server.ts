import type { IncomingMessage } from 'node:http';
import { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { endInStages } from './sending.ts';

/**
 * An HTTP server that takes in its TCP connections one step after another: whether there is room for
 * it, TLS if that is spoken, and what is to stand between the connection and the HTTP parser, if
 * anything is. Each step is set by whoever is in charge of it; as they stand here this is a plain
 * HTTP server.
 */
export class HttpServer extends Server {
  /** A client that has said all it wants to say may still wait for the answer. */
  readonly httpAllowHalfOpen = true;

  /** Whether a new connection is let in; one that isn't has been destroyed. */
  admit: (tcp: Socket) => boolean = () => true;

  /** Puts TLS on a connection, and calls back with what carries the text. */
  secure: (tcp: Socket, then: (socket: Socket) => void) => void = (tcp, then) => then(tcp);

  /**
   * What HTTP is read from instead of the connection itself.
   * @param tcp the socket below `socket`; the same one without TLS
   */
  wrap: (socket: Socket, tcp: Socket) => Duplex = (socket) => socket;

  /** The reverse for a WebSocket handshake: what its WebSocket is to run over. */
  unwrap: (handshake: IncomingMessage, connection: Duplex) => Duplex = (_handshake, connection) =>
    connection;

  /** Reads HTTP from a stream, as Node documents for the `connection` event. */
  serve(connection: Duplex): void {
    super.emit('connection', connection);
  }

  // Node's own listener would begin to read HTTP from a connection at once.
  override emit(event: string, ...args: unknown[]): boolean {
    if (event !== 'connection') return super.emit(event, ...args);
    this.#accept(args[0] as Socket);
    return true;
  }

  #accept(tcp: Socket): void {
    if (this.admit(tcp)) this.secure(tcp, (socket) => this.read(socket, tcp));
  }

  /**
   * Reads HTTP from a connection that has been let in and secured.
   * @param tcp the socket below `socket`; the same one without TLS
   */
  read(socket: Socket, tcp: Socket): void {
    endInStages(socket);
    const connection = this.wrap(socket, tcp);
    // Node's parser and ws take their listeners away when they hand a connection on.
    for (const stream of new Set([socket, connection])) stream.on('error', ignore);
    this.serve(connection);
  }
}

/** A connection that fails is closed by Node; there is nothing else to do. */
function ignore(): void {}
