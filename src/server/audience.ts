import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { textFrame } from '../shared/frame.ts';

/** A client with more than this still unsent, in bytes, can't keep up and misses ticks until it can. */
export const BACKLOG = 64 * 1024;

/**
 * Everybody who is to be told the same. The frame is built once and written to every socket, which
 * costs the server about what hand-written TCP would. (ws writes at once too while
 * permessage-deflate is off, so the two never mix up their order.)
 */
export class Audience {
  readonly #members = new Map<WebSocket, Duplex>();

  /** @param connection the stream under `socket`: `request.raw.socket` */
  add(socket: WebSocket, connection: Duplex): void {
    this.#members.set(socket, connection);
    socket.once('close', () => this.#members.delete(socket));
  }

  delete(socket: WebSocket): void {
    this.#members.delete(socket);
  }

  /** Tells everybody who is connected and keeps up. */
  tell(message: object): void {
    if (this.#members.size === 0) return;
    const frame = textFrame(JSON.stringify(message));
    for (const [socket, connection] of this.#members) {
      if (socket.readyState === socket.OPEN && socket.bufferedAmount <= BACKLOG) {
        connection.write(frame);
      }
    }
  }
}
