/**
 * A process of its own: requests /price over kept-alive connections, on each again as soon as the
 * answer is there.
 */
import { connect } from 'node:net';
import { serve } from '../rpc.ts';

const CONNECTIONS = 50;
const LAST_BYTE = '}'.charCodeAt(0);

let answers = 0;
const buffer = Buffer.allocUnsafe(64 * 1024);

const methods = {
  start(port: number): void {
    const request = Buffer.from(`GET /price HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    for (let i = 0; i < CONNECTIONS; i++) {
      const socket = connect({
        port,
        host: '127.0.0.1',
        noDelay: true,
        onread: {
          buffer,
          callback(length) {
            // There is one answer at a time, and only a body ends with this.
            if (buffer[length - 1] === LAST_BYTE) {
              answers += 1;
              socket.write(request);
            }
            return true;
          },
        },
      });
      socket.write(request);
    }
  },

  /** How many have arrived so far. */
  answers: () => answers,
};

export type HttpLoad = typeof methods;

serve(methods);
