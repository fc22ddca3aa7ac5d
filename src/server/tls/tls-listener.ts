import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket, type TLSSocketOptions } from 'node:tls';
import type { HttpServer } from '../http/http-server.ts';
import { watchPipelining } from '../http/pipelining.ts';
import { endInStages } from '../http/sending.ts';
import { ConnectionKeys } from './connection-keys.ts';
import { toHttps } from './https-redirect.ts';

/** A client has so long to begin its first request, TLS handshake included, in ms. */
export const FIRST_REQUEST = 10_000;

/** First byte of a TLS handshake (RFC 8446 §5.1). */
const TLS_HANDSHAKE = 0x16;

/**
 * Speaks TLS on a server's connections; one on which the client does not is told to come with
 * `https://`.
 * @param explanation what a browser is shown first that comes with `http://`; see {@link toHttps}
 */
export function speakTls(
  server: HttpServer,
  secureContext: SecureContext,
  explanation: string | undefined,
): void {
  const plain = createServer({ joinDuplicateHeaders: true }, toHttps(explanation));
  watchPipelining(plain);

  server.secure = (tcp, then) => {
    const begun = awaitFirstRequest(tcp);
    peek(tcp, ([first]) => {
      if (first === TLS_HANDSHAKE) {
        startTls(tcp, { secureContext }, begun, then);
      } else {
        begun();
        endInStages(tcp);
        plain.emit('connection', tcp);
        tcp.resume();
      }
    });
  };
}

/**
 * Speaks TLS on a connection that says which HTTP it will speak (ALPN, RFC 7301).
 * @param protocols those that are spoken here, the best first; a client that knows none is refused
 */
export function negotiate(
  tcp: Socket,
  secureContext: SecureContext,
  protocols: string[],
  then: (socket: TLSSocket) => void,
): void {
  const options = { secureContext, ALPNProtocols: protocols };
  startTls(tcp, options, awaitFirstRequest(tcp), then);
}

/** Ends a connection over which no first request comes in time. @returns is called when one has */
function awaitFirstRequest(tcp: Socket): () => void {
  const timeout = setTimeout(() => tcp.destroy(), FIRST_REQUEST);
  const begun = () => clearTimeout(timeout);
  tcp.once('close', begun);
  tcp.on('error', ignore);
  return begun;
}

/** Calls back with what carries the text once some of it is there. */
function startTls(
  tcp: Socket,
  options: TLSSocketOptions,
  begun: () => void,
  then: (socket: TLSSocket) => void,
): void {
  const socket = new TLSSocket(tcp, { isServer: true, ...options });
  ConnectionKeys.keep(socket);
  peek(socket, () => {
    begun();
    then(socket);
    socket.resume();
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
