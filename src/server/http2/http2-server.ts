import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import {
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  Http2ServerResponse,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { HttpServer } from '../http/http-server.ts';
import { HOP_BY_HOP, handshakeOf, isWebSocket } from './extended-connect.ts';

/** How HTTP/2 is spoken (RFC 9113 §6.5.2). */
const SETTINGS = {
  maxConcurrentStreams: 100,
  /** A request's headers may be so long, in bytes, as on HTTP/1.1. */
  maxHeaderListSize: 16 * 1024,
  // WebSockets may come over it (RFC 8441 §3).
  enableConnectProtocol: true,
};

/** What HTTP/2 is read from. */
export type Connection = Duplex & { readonly remoteAddress: string | undefined };

/** Is told of each stream that a request has opened. */
type Opened = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

/**
 * Hands what comes over HTTP/2 to the routes of an HTTP/1.1 server, and its WebSockets to where that
 * server's handshakes go. It never listens: {@link serve} gives it its connections.
 */
export class Http2Requests {
  readonly #http2: Http2Server;
  readonly #connections = new WeakMap<Http2Session, [Connection, Opened]>();

  /** @param isWelcome whether a request's target is served here; any other is misdirected */
  constructor(app: FastifyInstance, server: HttpServer, isWelcome: (target: string) => boolean) {
    const http2 = createServer({ settings: SETTINGS, Http2ServerResponse: Answer });
    http2.on('stream', (stream, headers) => this.#opened(stream, headers));
    http2.on('request', (request, response) => {
      // Whatever waits for the end of a request's connection waits for its stream's: that is all it has.
      Object.defineProperty(request, 'socket', { value: request.stream });
      // Node's compatibility API is made for this; only the types keep the two apart.
      const [raw, answer] = [request as unknown, response as unknown];
      if (isWelcome(request.url)) app.routing(raw as IncomingMessage, answer as ServerResponse);
      else refuse(response, 421);
    });
    http2.on('connect', (request: Http2ServerRequest, response: Http2ServerResponse) => {
      if (!isWebSocket(request)) refuse(response, 405);
      else if (isWelcome(request.url)) server.emit('upgrade', ...handshakeOf(request));
      else refuse(response, 421);
    });
    this.#http2 = http2;
  }

  /** Reads HTTP/2 from a connection. */
  serve(connection: Connection, opened: Opened): void {
    this.#http2.once('session', (session) => this.#connections.set(session, [connection, opened]));
    this.#http2.emit('connection', connection);
  }

  #opened(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const [connection, opened] = (stream.session && this.#connections.get(stream.session)) ?? [];
    // What Fastify asks a request's socket.
    Object.assign(stream, { remoteAddress: connection?.remoteAddress, encrypted: true });
    stream.on('error', ignore);
    opened?.(stream, headers);
  }
}

/** A stream that fails is closed by Node; there is nothing else to do. */
function ignore(): void {}

/** An answer without what the routes say of an HTTP/1.1 connection; Node would warn of each. */
class Answer extends Http2ServerResponse {
  override writeHead(status: number, head: OutgoingHttpHeaders | string = {}): this {
    const headers = Object.entries(head).filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()));
    return super.writeHead(status, Object.fromEntries(headers));
  }
}

/** 421: this is the wrong connection for it (RFC 9110 §15.5.20). 405: a CONNECT that opens no WebSocket. */
function refuse(response: Http2ServerResponse, status: 405 | 421): void {
  response.statusCode = status;
  response.end();
}
