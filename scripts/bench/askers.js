// @ts-check
// A process of its own: asks a server for /price over kept-alive connections, each again as soon as
// it has its answer.
import { connect } from 'node:net';
import { answer } from './answer.js';

const CONNECTIONS = 50;
const LAST_BYTE = '}'.charCodeAt(0);

let answers = 0;
const buffer = Buffer.allocUnsafe(64 * 1024);

answer({
  /** @param {number} port */
  start(port) {
    const question = Buffer.from(`GET /price HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    for (let i = 0; i < CONNECTIONS; i++) {
      const socket = connect({
        port,
        host: '127.0.0.1',
        noDelay: true,
        onread: {
          buffer,
          callback(length) {
            // One answer at a time, and only a body ends with this.
            if (buffer[length - 1] === LAST_BYTE) {
              answers += 1;
              socket.write(question);
            }
            return true;
          },
        },
      });
      socket.write(question);
    }
  },

  answers: () => answers,
});
