/** What a channel can publish over: a WebSocket or an event stream. */
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { textFrame } from '../../protocol/websocket-frame.ts';
import type { Client, Why } from './backpressure.ts';

/** Close codes of the IANA registry (RFC 6455 §11.7), and their reasons. */
const CLOSE: Record<Why, [code: number, reason: string]> = {
  slow: [1013, 'You are too slow. Try again later'],
  restart: [1012, 'The market has begun anew. Connect again'],
};

/** Turns a message into the bytes of one wire format. */
export type Encode<Message> = (message: Message) => Buffer;

/** A client of a channel, whatever it is connected by. */
export interface Subscriber<Message> extends Client {
  /** The same function for every subscriber of a kind: each function is called once a message. */
  readonly encode: Encode<Message>;
}

/**
 * A WebSocket. Frames bypass ws and go straight to the connection, which costs about what
 * hand-written TCP does. (ws writes at once too while permessage-deflate is off, so the two never
 * get out of order.)
 */
export class WebSocketSubscriber<Message> implements Subscriber<Message> {
  readonly stream: Duplex;
  readonly encode: Encode<Message>;
  readonly #socket: WebSocket;

  /** @param connection the stream below `socket`: `request.raw.socket` */
  constructor(socket: WebSocket, connection: Duplex, encode: Encode<Message>) {
    this.#socket = socket;
    this.stream = connection;
    this.encode = encode;
  }

  isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  disconnect(why: Why): void {
    this.#socket.close(...CLOSE[why]);
  }
}

/** A message as one text frame of JSON (RFC 6455 §5.6). */
export function jsonFrame(message: object): Buffer {
  const { buffer, byteOffset, length } = textFrame(JSON.stringify(message));
  // Any other Uint8Array would be wrapped in a Buffer once for each socket.
  return Buffer.from(buffer, byteOffset, length);
}

/** An HTTP response that is sent piece by piece and never ends by itself, such as Server-Sent Events. */
export class EventStreamSubscriber<Message> implements Subscriber<Message> {
  readonly stream: ServerResponse;
  readonly encode: Encode<Message>;

  constructor(response: ServerResponse, encode: Encode<Message>) {
    this.stream = response;
    this.encode = encode;
  }

  isOpen(): boolean {
    return !this.stream.req.socket.destroyed && !this.stream.writableEnded;
  }

  disconnect(): void {
    this.stream.req.socket.destroy();
  }
}
