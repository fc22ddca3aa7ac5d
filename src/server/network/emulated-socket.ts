import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { Delay } from './delay-queue.ts';

/** A request line longer than this names no tab, in bytes, nor does one that takes longer to come, in ms. */
const LONGEST_REQUEST_LINE = 8_192;
const REQUEST_LINE_TIME = 2_000;

/** With more than this on its way, in bytes, whoever sends it has to wait, as on any real line. */
const FULL = 64 * 1024;

/** The same for pieces: each takes some 300 bytes of memory beside its own. */
const FULL_PIECES = 350;

/** A client of a connection that was destroyed has so long to take what was written before, in ms. */
const LAST_BYTES_TIME = 1_000;

/** Something on its way through the wire: bytes, or the end of them. */
interface Parcel {
  bytes: Buffer | null;
  arrived?: (() => void) | undefined;
}

const END: Parcel = { bytes: null };

/** What has gone through a TCP socket, in bytes, without TCP's and IP's own headers. */
export interface Counts {
  read: number;
  written: number;
  /** How many of them TLS has added: its handshake, and what it puts around each piece of text. */
  tls: number;
}

/** A connection in the service of somebody, until its next request. */
export interface Use {
  /** One-way delay now, in ms. */
  readonly transit: number;
  /** Bytes set out, from browser to server (`up`) or back; call what it returns once they are there. */
  carry(direction: 'up' | 'down', bytes: Buffer): () => void;
  /** The connection goes on to serve another request, or is `gone`; its counts stood at `to` then. */
  end(to: Counts, gone: boolean): void;
}

/** Says whom a request line's connection serves; `from` is where its counts stood before. */
export type Assign = (requestLine: string, wire: EmulatedSocket, from: Counts) => Use | undefined;

/**
 * One TCP connection as the HTTP server sees it: the same bytes, late by as much as the tab's line
 * says. Node's HTTP server takes any Duplex for a connection, so no route knows of it, and an
 * answer, a handshake, a frame and a close are all slowed in the same place by the same rule.
 *
 * A browser sends requests of several tabs over one kept-alive connection, so the tab is read from
 * each request line (`GET /price?tab=… HTTP/1.1`) before the bytes go on.
 */
export class EmulatedSocket extends Duplex {
  /** Whether TLS is below; Fastify asks for it. */
  readonly encrypted: boolean;
  readonly #socket: Socket;
  /** The socket below TLS; without TLS it is the same. */
  readonly #tcp: Socket;
  readonly #assign: Assign;
  readonly #inbound: Delay<Parcel>;
  readonly #outbound: Delay<Parcel>;
  #use: Use | undefined;
  /** The first bytes of a request whose request line is not complete yet. */
  #head: Buffer | undefined = Buffer.alloc(0);
  #patience: NodeJS.Timeout | undefined;
  /** Where the counts stood when the request began. The first pays for the TLS handshake too. */
  #from: Counts = { read: 0, written: 0, tls: 0 };
  /** Bytes read and written above TLS. */
  #text = 0;
  /** What had been read when the bytes before the newest came. */
  #readBefore = 0;
  #blocked: (() => void) | undefined;
  /** Bytes on their way in each direction, and in how many pieces. */
  readonly #underWay = { up: { bytes: 0, pieces: 0 }, down: { bytes: 0, pieces: 0 } };
  /** Ends the connection once everything is written, whether or not the client ends its side. */
  #closing = false;

  /**
   * @param socket the connection
   * @param tcp the socket below it, where bytes are counted: another one where `socket` speaks TLS
   */
  constructor(socket: Socket, tcp: Socket, assign: Assign) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#tcp = tcp;
    this.encrypted = socket !== tcp;
    this.#assign = assign;
    this.#inbound = new Delay(({ bytes, arrived }) => {
      if (bytes) this.#landed('up', bytes);
      arrived?.();
      if (!this.push(bytes)) socket.pause();
      // A browser ends its side only when it has gone; other programs may still wait for an answer.
      if (!bytes) this.end();
    });
    this.#outbound = new Delay(({ bytes, arrived }) => {
      if (bytes) {
        this.#landed('down', bytes);
        this.#text += bytes.length;
        socket.write(bytes);
      } else if (this.#closing) {
        this.#close();
      } else {
        socket.end();
      }
      arrived?.();
      this.#unblock();
    });
    socket.on('data', (chunk: Buffer) => this.#arrived(chunk));
    socket.on('end', () => this.#inbound.add(END, this.#transit));
    socket.on('drain', () => this.#unblock());
    socket.on('timeout', () => this.emit('timeout'));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => {
      this.#release(this.counts, true);
      this.destroy();
    });
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.#socket.remotePort;
  }

  /** What has gone through so far. */
  get counts(): Counts {
    return this.#countsFrom(this.#tcp.bytesRead);
  }

  #countsFrom(read: number): Counts {
    const written = this.#tcp.bytesWritten;
    return { read, written, tls: this.encrypted ? read + written - this.#text : 0 };
  }

  /** As `net.Socket`'s; Node's HTTP server sets its keep-alive limit with it. */
  setTimeout(ms: number, listener?: () => void): this {
    this.#socket.setTimeout(ms);
    if (listener) this.once('timeout', listener);
    return this;
  }

  /** As `net.Socket`'s; the WebSocket server calls it. */
  setNoDelay(noDelay?: boolean): this {
    this.#socket.setNoDelay(noDelay);
    return this;
  }

  /** As `net.Socket`'s; Node's HTTP server calls it after the last answer of a connection. */
  destroySoon(): void {
    this.#closing = true;
    if (this.writableEnded && this.#outbound.empty) this.#close();
    else this.end();
  }

  #close(): void {
    this.#inbound.clear();
    this.#socket.destroySoon();
  }

  /** The answer is complete: the next bytes to arrive begin another request. */
  exchangeEnded(): void {
    this.#head = Buffer.alloc(0);
  }

  /** Hands on at once whatever is under way. */
  flush(): void {
    this.#inbound.flush();
    this.#outbound.flush();
  }

  /** Lets nothing through, in either direction, but keeps the TCP connection. */
  stall(): void {
    this.#inbound.hold();
    this.#outbound.hold();
  }

  /** Lets through again what was held and what comes. */
  mend(): void {
    this.#inbound.go();
    this.#outbound.go();
  }

  /** Tears the TCP connection, with whatever is under way. */
  cut(): void {
    this.#outbound.clear();
    this.#tcp.destroy();
  }

  /** One-way delay of the line, in ms. */
  get #transit(): number {
    return this.#use?.transit ?? 0;
  }

  #arrived(chunk: Buffer): void {
    this.#accept(chunk);
    this.#text += chunk.length;
    this.#readBefore = this.#tcp.bytesRead;
  }

  #accept(chunk: Buffer): void {
    if (this.#socket.writableEnded) {
      // After the last answer what still comes is counted, and read by nobody.
      this.#use?.carry('up', chunk)();
    } else if (this.#head) {
      // A new request begins with this chunk, so its bytes are the new user's.
      if (this.#head.length === 0) {
        if (this.#readBefore > 0) this.#from = this.#countsFrom(this.#readBefore);
        this.#release(this.#from, false);
      }
      this.#head = Buffer.concat([this.#head, chunk]);
      const whole = this.#head.includes('\r\n') || this.#head.length >= LONGEST_REQUEST_LINE;
      if (whole) this.#begin();
      // The HTTP server, which limits the time for a head, has to hear of it before long.
      else this.#patience ??= setTimeout(() => this.#begin(), REQUEST_LINE_TIME);
    } else {
      this.#add(this.#inbound, 'up', chunk);
    }
  }

  /** Hands on the beginning of a request, by the line of the tab that it names. */
  #begin(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    const bytes = this.#head ?? Buffer.alloc(0);
    this.#head = undefined;
    const requestLine = bytes.toString('latin1', 0, Math.max(bytes.indexOf('\r\n'), 0));
    this.#use = this.#assign(requestLine, this, this.#from);
    // A cut line lets no request through.
    if (!this.#tcp.destroyed) this.#add(this.#inbound, 'up', bytes);
  }

  #add(queue: Delay<Parcel>, direction: 'up' | 'down', bytes: Buffer): void {
    this.#underWay[direction].bytes += bytes.length;
    this.#underWay[direction].pieces += 1;
    queue.add({ bytes, arrived: this.#use?.carry(direction, bytes) }, this.#transit);
    if (this.#full('up')) this.#socket.pause();
  }

  #landed(direction: 'up' | 'down', bytes: Buffer): void {
    this.#underWay[direction].bytes -= bytes.length;
    this.#underWay[direction].pieces -= 1;
  }

  #full(direction: 'up' | 'down'): boolean {
    const { bytes, pieces } = this.#underWay[direction];
    return bytes > FULL || pieces > FULL_PIECES;
  }

  #release(to: Counts, gone: boolean): void {
    this.#use?.end(to, gone);
    if (this.#use) this.mend();
    this.#use = undefined;
  }

  #unblock(): void {
    if (this.#socket.writableNeedDrain || this.#full('down')) return;
    const done = this.#blocked;
    this.#blocked = undefined;
    done?.();
  }

  /** Ends the connection once the client has been sent everything, or does not take it. */
  #leave(): void {
    const patience = setTimeout(() => this.#socket.destroy(), LAST_BYTES_TIME);
    this.#socket.once('close', () => clearTimeout(patience));
    this.#socket.destroySoon();
  }

  override _read(): void {
    if (!this.#full('up')) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#add(this.#outbound, 'down', chunk);
    // A browser that does not read, or a full line, holds its writer back here.
    this.#blocked = done;
    this.#unblock();
  }

  // Keeps the head and the body of an answer in one packet.
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done);
  }

  override _final(done: () => void): void {
    this.#outbound.add(END, this.#transit);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#patience);
    this.#inbound.clear();
    // What was written before a destroy has left the server and is still on its way.
    const { empty } = this.#outbound;
    if (this.#socket.destroyed || (empty && this.#socket.writableLength === 0)) {
      this.#outbound.clear();
      this.#socket.destroy();
    } else if (empty) {
      this.#leave();
    } else {
      this.#outbound.whenEmpty(() => this.#leave());
    }
    done(error);
  }
}
