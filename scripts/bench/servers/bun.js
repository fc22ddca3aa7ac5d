// @ts-check
// Bun's own server, which is not written in JavaScript: a topic that every socket subscribes to.
import { everyTick } from '../ticks.js';

const { Bun } = /** @type {any} */ (globalThis);

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  /** @param {Request} request @param {any} server */
  fetch: (request, server) => server.upgrade(request) || new Response('', { status: 426 }),
  websocket: {
    /** @param {any} socket */
    open: (socket) => socket.subscribe('ticks'),
    message() {},
  },
});

everyTick((tick) => server.publish('ticks', JSON.stringify({ type: 'tick', ...tick })));

console.log(`http://127.0.0.1:${server.port}`);
