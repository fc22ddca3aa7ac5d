import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { ConnectionKeys } from '../tls/connection-keys.ts';
import type { Counts } from './use.ts';

/** Where a socket keeps the stream that stands for it, so that all sockets can share their listeners. */
const FACADE = Symbol('facade');

interface Carrier extends Socket {
  [FACADE]?: SocketFacade | undefined;
}

/**
 * A stream that stands for a socket: with what Node's HTTP server, Fastify and ws want of a
 * `net.Socket` beyond any other Duplex, and a count of what has gone through.
 */
export abstract class SocketFacade extends Duplex {
  /** Whether TLS is below; Fastify asks for it. */
  readonly encrypted: boolean;
  /** Its TLS secrets, if it has some. */
  readonly keys: ConnectionKeys | undefined;
  protected readonly socket: Carrier;
  /** The socket below TLS; without TLS it is the same. */
  protected readonly tcp: Socket;
  /** Bytes read and written above TLS. */
  protected text = 0;

  /**
   * @param socket the connection
   * @param tcp the socket below it, where bytes are counted: another one where `socket` speaks TLS
   */
  constructor(socket: Socket, tcp: Socket) {
    super({ allowHalfOpen: true });
    this.socket = socket;
    this.tcp = tcp;
    this.encrypted = socket !== tcp;
    this.keys = ConnectionKeys.of(socket);
    this.socket[FACADE] = this;
    for (const [event, listener] of SocketFacade.#listeners) socket.on(event, listener);
  }

  static readonly #listeners = Object.entries({
    data(this: Carrier, chunk: Buffer) {
      this[FACADE]?.onData(chunk);
    },
    end(this: Carrier) {
      this[FACADE]?.onEnd();
    },
    drain(this: Carrier) {
      this[FACADE]?.onDrain();
    },
    close(this: Carrier) {
      this[FACADE]?.onClose();
    },
    timeout(this: Carrier) {
      this[FACADE]?.emit('timeout');
    },
    error(this: Carrier, error: Error) {
      this[FACADE]?.destroy(error);
    },
  });

  /** The client has sent something. */
  protected abstract onData(chunk: Buffer): void;

  /** The client has ended its side. */
  protected abstract onEnd(): void;

  /** The socket takes more. */
  protected abstract onDrain(): void;

  protected abstract onClose(): void;

  /** Whether it still stands for its socket. */
  protected get attached(): boolean {
    return this.socket[FACADE] === this;
  }

  /** Lets go of the socket, which then flows again once somebody reads it. */
  protected detach(): Socket {
    // What it carries from now on is none of the tab's messages.
    this.keys?.withhold();
    this.socket[FACADE] = undefined;
    for (const [event, listener] of SocketFacade.#listeners) this.socket.off(event, listener);
    return this.socket.pause().on('newListener', resumeForReader);
  }

  get remoteAddress(): string | undefined {
    return this.socket.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.socket.remotePort;
  }

  /** What has gone through so far. */
  get counts(): Counts {
    return this.countsFrom(this.tcp.bytesRead);
  }

  /** The same, but when no more than so many bytes had been read. */
  protected countsFrom(read: number): Counts {
    const written = this.tcp.bytesWritten;
    return { read, written, tls: this.encrypted ? read + written - this.text : 0 };
  }

  /** Sets the time without activity after which Node's HTTP server ends a connection, in ms. */
  setTimeout(ms: number, listener?: () => void): this {
    this.socket.setTimeout(ms);
    if (listener) this.once('timeout', listener);
    return this;
  }

  setNoDelay(noDelay?: boolean): this {
    this.socket.setNoDelay(noDelay);
    return this;
  }

  /** Ends the connection once everything is written; Node's HTTP server does after its last answer. */
  abstract destroySoon(): void;
}

function resumeForReader(this: Socket, event: string | symbol): void {
  if (event !== 'data') return;
  this.off('newListener', resumeForReader);
  this.resume();
}
