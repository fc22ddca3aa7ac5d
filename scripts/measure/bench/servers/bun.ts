/** Bun's own server, which is not written in JavaScript: a topic that every socket subscribes to. */
import { everyTick } from '../ticks.ts';

/** What is used here of Bun's API: https://bun.com/docs/api/websockets */
interface BunServer {
  port: number;
  /** Returns whether the request has become a WebSocket. */
  upgrade(request: Request): boolean;
  publish(topic: string, message: string): void;
}

declare const Bun: {
  serve(options: {
    port: number;
    hostname: string;
    fetch(request: Request, server: BunServer): Response | undefined;
    websocket: { open(socket: { subscribe(topic: string): void }): void; message(): void };
  }): BunServer;
};

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch: (request, server) =>
    server.upgrade(request) ? undefined : new Response('', { status: 426 }),
  websocket: {
    open: (socket) => socket.subscribe('ticks'),
    message() {},
  },
});

everyTick((tick) => server.publish('ticks', JSON.stringify({ type: 'tick', ...tick })));

console.log(`http://127.0.0.1:${server.port}`);
