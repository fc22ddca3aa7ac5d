/**
 * A process of its own: requests /price over kept-alive connections, on each again as soon as the
 * answer is there.
 */
import { connect, type Socket } from 'node:net';
import { serve } from '../rpc.ts';

const CONNECTIONS = 50;
const LAST_BYTE = '}'.charCodeAt(0);

let answers = 0;
let asking = false;
let request = Buffer.alloc(0);
const sockets: Socket[] = [];
const buffer = Buffer.allocUnsafe(64 * 1024);

/** How many answers are still to come. */
let owed = 0;
/** Called once none is. */
let settled: (() => void) | undefined;

function ask(socket: Socket): void {
  owed += 1;
  socket.write(request);
}

function take(socket: Socket): void {
  answers += 1;
  owed -= 1;
  if (asking) ask(socket);
  else if (owed === 0) settled?.();
}

const methods = {
  connect(port: number): void {
    request = Buffer.from(`GET /price HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    for (let i = 0; i < CONNECTIONS; i++) {
      const socket = connect({
        port,
        host: '127.0.0.1',
        noDelay: true,
        onread: {
          buffer,
          callback(length) {
            // There is one answer at a time, and only a body ends with this.
            if (buffer[length - 1] === LAST_BYTE) take(socket);
            return true;
          },
        },
      });
      sockets.push(socket);
    }
  },

  start(): void {
    asking = true;
    for (const socket of sockets) ask(socket);
  },

  /** Asks no more, and returns once every answer is there. */
  stop(): Promise<void> {
    asking = false;
    return new Promise((resolve) => {
      settled = resolve;
    });
  },

  /** How many have arrived so far. */
  answers: () => answers,
};

export type HttpLoad = typeof methods;

serve(methods);
