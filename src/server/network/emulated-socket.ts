import type { Socket } from 'node:net';
import type { Direction } from '../../protocol/tab.ts';
import { endConnection } from '../http/sending.ts';
import { DelayQueue } from './delay-queue.ts';
import { PacketLoss } from './packet-loss.ts';
import { RequestLine } from './request-line.ts';
import { SocketFacade } from './socket-facade.ts';
import type { Assign, Counts, Use } from './use.ts';

/** A client of a connection that was destroyed has so long to take what was written before, in ms. */
const LAST_BYTES_TIME = 1_000;

const START: Counts = { read: 0, written: 0, tls: 0 };

/** Bytes under way, or the end of them. */
interface Chunk {
  bytes: Buffer | null;
  carried: object | undefined;
  due: number;
}

/**
 * One TCP connection as the HTTP server sees it: the same bytes, late by as much as the tab's line
 * says. Node's HTTP server takes any Duplex for a connection, so no route knows of it, and an
 * answer, a handshake, a frame and a close are all slowed in the same place by the same rule.
 *
 * A browser sends requests of several tabs over one kept-alive connection, so the tab is read from
 * each request line (`GET /price?tab=… HTTP/1.1`) before the bytes go on.
 */
export class EmulatedSocket extends SocketFacade {
  readonly #assign: Assign;
  /** What is under way in each direction; there is no queue until something is delayed. */
  readonly #queues: Partial<Record<Direction, DelayQueue<Chunk>>> = {};
  readonly #losses = { up: new PacketLoss(), down: new PacketLoss() };
  #use: Use | undefined;
  readonly #requestLine = new RequestLine((...request) => this.#begin(...request));
  /** Where the counts stood when the request began. The first pays for the TLS handshake too. */
  #from = START;
  /** What had been read when the bytes before the newest came. */
  #readBefore = 0;
  #blocked: (() => void) | undefined;
  /** Ends the connection once everything is written, whether or not the client ends its side. */
  #closing = false;

  constructor(socket: Socket, tcp: Socket, assign: Assign) {
    super(socket, tcp);
    this.#assign = assign;
  }

  /** Serves one tab as long as it is there: HTTP/2 mixes its requests, and has no request lines. */
  dedicate(use: Use): void {
    this.#use = use;
    this.#requestLine.none();
  }

  override destroySoon(): void {
    this.#closing = true;
    if (this.writableEnded && this.#isEmpty('down')) this.#close();
    else this.end();
  }

  /** The answer is complete: the next bytes to arrive begin another request. */
  exchangeEnded(): void {
    this.#requestLine.expect();
  }

  /** Hands on at once whatever is under way. */
  flush(): void {
    this.#queues.up?.flush();
    this.#queues.down?.flush();
  }

  /** Lets nothing through, in either direction, but keeps the TCP connection. */
  stall(): void {
    this.#queue('up').hold();
    this.#queue('down').hold();
  }

  /** Lets through again what was held and what comes. */
  mend(): void {
    this.#queues.up?.go();
    this.#queues.down?.go();
  }

  /** Tears the TCP connection, with whatever is under way. */
  cut(): void {
    this.#queues.down?.clear();
    this.tcp.destroy();
  }

  /**
   * Lets go of the socket for good, if the request that it has come to names no tab and nothing is
   * under way.
   * @returns the socket, as this stream stands now; undefined if it is still needed
   */
  release(): Socket | undefined {
    const idle = this.#isEmpty('up') && this.#isEmpty('down') && this.writableLength === 0;
    if (this.#use || !idle || this.writableEnded || this.socket.destroyed) return undefined;
    const socket = this.detach();
    const rest = this.read();
    if (rest) socket.unshift(rest);
    this.destroy();
    return socket;
  }

  protected override onData(chunk: Buffer): void {
    if (this.socket.writableEnded) {
      // After the last answer what still comes is counted, and read by nobody.
      const carried = this.#use?.carry('up', chunk, 0);
      if (carried) this.#use?.arrived('up', carried);
    } else if (this.#requestLine.awaited) {
      // A new request begins with this chunk, so its bytes are the new user's.
      if (this.#requestLine.begins) {
        if (this.#readBefore > 0) this.#from = this.countsFrom(this.#readBefore);
        this.#endUse(this.#from, false);
      }
      this.#requestLine.add(chunk);
    } else {
      this.#send('up', chunk);
    }
    this.text += chunk.length;
    this.#readBefore = this.tcp.bytesRead;
  }

  /** Hands on the beginning of a request, by the line of the tab that it names. */
  #begin(requestLine: string, bytes: Buffer): void {
    this.#use = this.#assign(requestLine, this, this.#from);
    // A cut line lets no request through.
    if (!this.tcp.destroyed) this.#send('up', bytes);
  }

  #endUse(to: Counts, gone: boolean): void {
    if (!this.#use) return;
    this.#use.end(to, gone);
    this.#use = undefined;
    this.mend();
  }

  protected override onEnd(): void {
    this.#send('up', null);
  }

  /** Sends bytes on their way, or the end of them. */
  #send(direction: Direction, bytes: Buffer | null): void {
    const own = this.#use ? this.#losses[direction].delayOf(bytes?.length ?? 0, this.#use) : 0;
    // Nothing overtakes what is under way.
    const delay = Math.max(own, this.#queues[direction]?.delay ?? 0);
    const carried = bytes ? this.#use?.carry(direction, bytes, delay) : undefined;
    const chunk = { bytes, carried, due: 0 };
    if (delay <= 0 && !this.#queues[direction]) {
      this.#deliver(direction, chunk);
      return;
    }
    const queue = this.#queue(direction);
    queue.add(chunk, delay);
    if (direction === 'up' && queue.full) this.socket.pause();
  }

  #queue(direction: Direction): DelayQueue<Chunk> {
    this.#queues[direction] ??= new DelayQueue((chunk) => this.#deliver(direction, chunk));
    return this.#queues[direction];
  }

  #isEmpty(direction: Direction): boolean {
    return this.#queues[direction]?.empty ?? true;
  }

  #deliver(direction: Direction, { bytes, carried }: Chunk): void {
    if (direction === 'up') {
      if (carried) this.#use?.arrived('up', carried);
      if (!this.push(bytes)) this.socket.pause();
      // The page's browser ends its side only when it has gone; others may still wait for an answer.
      if (!bytes && this.#use) this.end();
      return;
    }
    if (bytes) {
      this.text += bytes.length;
      this.socket.write(bytes);
    } else if (this.#closing) {
      this.#close();
    } else {
      this.socket.end();
    }
    if (carried) this.#use?.arrived('down', carried);
    this.onDrain();
  }

  protected override onDrain(): void {
    if (this.socket.writableNeedDrain || this.#queues.down?.full) return;
    const done = this.#blocked;
    this.#blocked = undefined;
    done?.();
  }

  #close(): void {
    this.#queues.up?.clear();
    endConnection(this.socket, this);
  }

  protected override onClose(): void {
    // First of all, or what is still under way would be read as if nothing had happened.
    this.destroy();
    this.#endUse(this.counts, true);
  }

  /** Ends the connection once the client has been sent everything, or does not take it. */
  #leave(): void {
    const timeout = setTimeout(() => this.socket.destroy(), LAST_BYTES_TIME);
    this.socket.once('close', () => clearTimeout(timeout));
    endConnection(this.socket, this);
  }

  override _read(): void {
    if (!this.#queues.up?.full) this.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#send('down', chunk);
    // A browser that does not read, or a full line, holds its writer back here.
    this.#blocked = done;
    this.onDrain();
  }

  // Keeps the head and the body of an answer in one packet.
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done);
  }

  override _final(done: () => void): void {
    this.#send('down', null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#requestLine.stop();
    this.#queues.up?.clear();
    // What was written before a destroy has left the server and is still on its way.
    const empty = this.#isEmpty('down');
    if (!this.attached) {
      // It belongs to somebody else now.
    } else if (this.socket.destroyed || (empty && this.socket.writableLength === 0)) {
      this.#queues.down?.clear();
      this.socket.destroy();
    } else if (empty) {
      this.#leave();
    } else {
      this.#queues.down?.whenEmpty(() => this.#leave());
    }
    done(error);
  }
}
