import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { HttpServer } from '../http/http-server.ts';
import { watchPipelining } from '../http/pipelining.ts';
import { endInStages } from '../http/sending.ts';
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
    const timeout = setTimeout(() => tcp.destroy(), FIRST_REQUEST);
    const begun = () => clearTimeout(timeout);
    tcp.once('close', begun);
    tcp.on('error', ignore);
    peek(tcp, ([first]) => {
      if (first === TLS_HANDSHAKE) {
        const socket = new TLSSocket(tcp, { isServer: true, secureContext });
        peek(socket, () => {
          begun();
          then(socket);
          socket.resume();
        });
      } else {
        begun();
        endInStages(tcp);
        plain.emit('connection', tcp);
        tcp.resume();
      }
    });
  };
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
