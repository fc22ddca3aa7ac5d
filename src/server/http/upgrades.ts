import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HttpServer } from './http-server.ts';
import { whenAnswered } from './pipelining.ts';
import { hasBody } from './sending.ts';

/** Requests whose offer Node has passed over by itself. */
const passedOver = new WeakSet<IncomingMessage>();

/** Requests for a WebSocket. */
const opening = new WeakSet<IncomingMessage>();

/** Whether a request is the handshake of a WebSocket, over whatever version of HTTP. */
export const opensWebSocket = (request: IncomingMessage): boolean => opening.has(request);

/**
 * For `http.createServer`: from 24.9 on Node asks which offers of another protocol are taken. One
 * that comes with a body it reads well by itself. (Of the others it would lose what is pipelined
 * behind them, and a body no longer comes with the upgrade from Node 26 on.)
 */
export const upgradeOptions = {
  shouldUpgradeCallback(request: IncomingMessage): boolean {
    if (!hasBody(request.headers) || isHandshake(request)) return true;
    passedOver.add(request);
    return false;
  },
};

/**
 * Tells offers of WebSocket from offers of other protocols. An offer may be ignored (RFC 9110 §7.8),
 * and curl and Java offer HTTP/2 (`Upgrade: h2c`) on the way; but Node stops reading a request at
 * any offer. So the request goes back into its connection without the offer, and is read again,
 * with its body and whatever follows.
 * @returns emits `upgrade` for each WebSocket handshake; it never listens itself
 */
export function webSocketUpgrades(server: HttpServer): Server {
  const handshakes = createServer();
  server.prependListener('request', (request, response) => {
    // What was pipelined behind such a request Node has lost: the client must send it again.
    if (passedOver.has(request)) response.setHeader('connection', 'close');
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const taken = isHandshake(request);
    if (!taken) {
      // At once: after the client has ended its side nothing can be put back.
      socket.pause();
      socket.unshift(Buffer.concat([withoutOffer(request), head]));
    }
    // A handshake, too, is answered after what was asked before it.
    whenAnswered(socket, () => {
      if (socket.destroyed) return;
      if (taken) {
        opening.add(request);
        handshakes.emit('upgrade', request, server.unwrap(request, socket), head);
      } else {
        for (const event of LEFT_BEHIND) socket.removeAllListeners(event);
        server.serve(socket);
        socket.resume();
      }
    });
  });
  return handshakes;
}

/**
 * Events of a socket that is no `net.Socket` to which Node still listens when it has handed the
 * connection over. It would listen once more each time that it gets it back.
 */
const LEFT_BEHIND = ['pause', 'resume'];

const tokens = (list = '') => list.split(',').map((token) => token.trim());

/** Only a GET opens a WebSocket (RFC 6455 §4.1); on any other method the offer is ignored too. */
const isHandshake = ({ method, headers }: IncomingMessage) =>
  method === 'GET' && tokens(headers.upgrade?.toLowerCase()).includes('websocket');

/** What belongs to the offer of a protocol and to nothing else. */
const OFFER = ['upgrade', 'http2-settings'];

/** The head of a request as it would be without the offer. */
function withoutOffer({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (OFFER.includes(name.toLowerCase())) continue;
    const kept =
      name.toLowerCase() === 'connection'
        ? tokens(value).filter((token) => !OFFER.includes(token.toLowerCase()))
        : [value];
    if (kept.length > 0) lines.push(`${name}: ${kept.join(', ')}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
