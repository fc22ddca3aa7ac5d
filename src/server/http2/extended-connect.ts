/**
 * WebSockets over HTTP/2 (RFC 8441): a CONNECT with the pseudo-header `:protocol`, which is answered
 * with 200, and then the WebSocket's frames in the stream's DATA. ws and Fastify know the handshake of
 * HTTP/1.1 alone, so that is what they are given, and their answer is translated back.
 */
import { randomBytes } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import type { Http2ServerRequest, ServerHttp2Stream } from 'node:http2';
import { Duplex } from 'node:stream';

/** Headers of an answer that HTTP/2 does without (RFC 9113 §8.2.2). */
export const HOP_BY_HOP = new Set(['connection', 'upgrade', 'keep-alive', 'transfer-encoding']);

/** Whether a CONNECT opens a WebSocket. */
export const isWebSocket = ({ headers }: Http2ServerRequest): boolean =>
  headers[':protocol'] === 'websocket';

/** The handshake of HTTP/1.1 that says the same, with what it comes over, as Node's `upgrade` event has them. */
export function handshakeOf(request: Http2ServerRequest): [IncomingMessage, Duplex, Buffer] {
  const socket = new WebSocketStream(request.stream);
  // A handshake needs no more of its socket than every Duplex has.
  const handshake = new IncomingMessage(socket as unknown as IncomingMessage['socket']);
  handshake.method = 'GET';
  handshake.url = request.url;
  handshake.httpVersion = '1.1';
  [handshake.httpVersionMajor, handshake.httpVersionMinor] = [1, 1];
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith(':')) handshake.headers[name] = value;
  }
  Object.assign(handshake.headers, {
    host: request.authority,
    connection: 'Upgrade',
    upgrade: 'websocket',
    // It proves nothing here, and the answer to it is dropped.
    'sec-websocket-key': randomBytes(16).toString('base64'),
  });
  return [handshake, socket, Buffer.alloc(0)];
}

/** An HTTP/2 stream as a WebSocket's connection, which begins with an answer of HTTP/1.1. */
class WebSocketStream extends Duplex {
  readonly remoteAddress: string | undefined;
  readonly encrypted = true;
  readonly #stream: ServerHttp2Stream;
  /** What is there of the answer's head; undefined once it has been sent. */
  #head: Buffer | undefined = Buffer.alloc(0);

  constructor(stream: ServerHttp2Stream & { remoteAddress?: string }) {
    super({ allowHalfOpen: true });
    this.remoteAddress = stream.remoteAddress;
    this.#stream = stream;
    stream.on('data', (bytes: Buffer) => {
      if (!this.push(bytes)) stream.pause();
    });
    stream.on('end', () => this.push(null));
    stream.on('close', () => this.destroy());
  }

  /** ws sets none and Node's answers set one on their sockets: a stream's time is the connection's. */
  setTimeout(): this {
    return this;
  }

  /** Ends the stream once everything is written. */
  destroySoon(): void {
    this.end(() => this.destroy());
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void) {
    const rest = this.#head ? this.#answer(Buffer.concat([this.#head, bytes])) : bytes;
    if (rest.length === 0) done();
    else this.#stream.write(rest, done);
  }

  // Keeps the head and the payload of a frame together.
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done);
  }

  override _final(done: () => void): void {
    this.#stream.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // A handshake that was refused has all of its answer, though nobody has ended it.
    if (this.#stream.writable) this.#stream.end();
    this.#stream.close();
    done(error);
  }

  /** Sends the answer once all of its head is there. @returns what follows it */
  #answer(bytes: Buffer): Buffer {
    const end = bytes.indexOf('\r\n\r\n');
    this.#head = end < 0 ? bytes : undefined;
    if (end < 0) return Buffer.alloc(0);
    const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
    const status = Number(statusLine.split(' ')[1]);
    const headers: Record<string, string | number> = { ':status': status === 101 ? 200 : status };
    for (const line of lines) {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon).toLowerCase();
      const ours = HOP_BY_HOP.has(name) || name === 'sec-websocket-accept';
      if (!ours) headers[name] = line.slice(colon + 1).trim();
    }
    this.#stream.respond(headers);
    return bytes.subarray(end + 4);
  }
}
