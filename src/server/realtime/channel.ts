import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { textFrame } from '../../protocol/websocket-frame.ts';
import { Backpressure } from './backpressure.ts';
import type { Health } from './health.ts';

/**
 * Everybody who is to be told the same. The frame is built once and written to every socket, which
 * costs the server about what hand-written TCP would. (ws writes at once too while
 * permessage-deflate is off, so the two never mix up their order.)
 */
export class Channel {
  readonly #members = new Map<Duplex, WebSocket>();
  readonly #backpressure: Backpressure<Duplex>;

  constructor(health: Health) {
    const members = this.#members;
    this.#backpressure = new Backpressure(health, {
      isOpen: (connection) => isOpen(members.get(connection)),
      disconnect: (connection) =>
        members.get(connection)?.close(1013, 'You are too slow. Try again later'),
    });
  }

  /**
   * @param connection the stream under `socket`: `request.raw.socket`
   * @param missed what it is told first, some messages at a time, with what happens meanwhile
   */
  add(socket: WebSocket, connection: Duplex, missed: Iterable<object[]> = []): void {
    this.#members.set(connection, socket);
    this.#backpressure.join(connection, frames(missed));
  }

  delete(connection: Duplex): void {
    this.#members.delete(connection);
    this.#backpressure.leave(connection);
  }

  /** Tells everybody who is connected; who can't keep up skips to the newest, or is closed with 1013. */
  tell(message: object): void {
    if (this.#members.size === 0) return;
    const frame = frameOf(message);
    for (const [connection, socket] of this.#members) {
      if (isOpen(socket)) this.#backpressure.tell(connection, frame);
    }
  }
}

const isOpen = (socket: WebSocket | undefined) =>
  socket !== undefined && socket.readyState === socket.OPEN;

function frameOf(message: object): Buffer {
  const { buffer, byteOffset, length } = textFrame(JSON.stringify(message));
  // A Buffer at once: any other Uint8Array each socket would turn into one for itself.
  return Buffer.from(buffer, byteOffset, length);
}

function* frames(some: Iterable<object[]>): Generator<Buffer> {
  for (const messages of some) yield Buffer.concat(messages.map(frameOf));
}
