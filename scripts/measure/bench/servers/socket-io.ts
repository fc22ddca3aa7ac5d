/** socket.io as documented, without its polling. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { announce, everyTick } from '../ticks.ts';

const server = createServer();
const io = new Server(server, { transports: ['websocket'], serveClient: false });

everyTick((tick) => io.emit('tick', { type: 'tick', ...tick }));

server.listen(0, '127.0.0.1', () => announce(server));
