/**
 * WebSockets by hand, and nothing more: one frame a tick, written to every socket. It reads nothing
 * that a client sends and has no backpressure, so no server in Node can do much better.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { announce, everyTick } from '../ticks.ts';

/** RFC 6455 §1.3 */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

const sockets = new Set<Duplex>();

const server = createServer();
server.on('upgrade', ({ headers }, socket) => {
  const accept = createHash('sha1')
    .update(headers['sec-websocket-key'] + GUID)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
  socket.resume();
});

everyTick((tick) => {
  const payload = Buffer.from(JSON.stringify({ type: 'tick', ...tick }));
  // One byte of length is enough for a message below 126 bytes.
  const frame = Buffer.concat([Buffer.from([0x81, payload.length]), payload]);
  for (const socket of sockets) socket.write(frame);
});

server.listen(0, '127.0.0.1', () => announce(server));
