import { connect, type Socket } from 'node:net';

/** Shared by all clients: whatever arrives is looked at before the next read. */
const buffer = Buffer.allocUnsafe(64 * 1024);

/** RFC 6455 §5.2 */
const TEXT = 1;
const PING = 9;
const PONG = 10;

/** Gets a text message where it lies: from `start` up to `end` in `bytes`. */
export type OnText = (bytes: Buffer, start: number, end: number) => void;

/** A WebSocket client for load: does no more than it takes to find where each text begins and ends. */
export class WebSocketClient {
  /** Fulfilled once the server has agreed. */
  readonly opened: Promise<void>;
  readonly #onText: OnText;
  readonly #socket: Socket;
  /** The beginning of something that hasn't arrived completely. */
  #rest: Buffer | undefined;
  #onOpen = () => {};
  #isOpen = false;

  constructor(port: number, path: string, onText: OnText) {
    this.#onText = onText;
    this.opened = new Promise((resolve) => {
      this.#onOpen = resolve;
    });
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer,
        callback: (length) => {
          this.#read(length);
          return true;
        },
      },
    });
    // What is lost shows in the count of what has arrived.
    this.#socket.on('error', () => {});
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
  }

  /** @param text of less than 126 bytes */
  send(text: string): void {
    this.#write(TEXT, Buffer.from(text));
  }

  #write(opcode: number, payload: Uint8Array): void {
    // A mask of zeros is valid, and leaves the payload as it is.
    this.#socket.write(Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0, ...payload]));
  }

  /** @param length of what has arrived in the buffer */
  #read(length: number): void {
    const arrived = buffer.subarray(0, length);
    const bytes = this.#rest ? Buffer.concat([this.#rest, arrived]) : arrived;
    const read = this.#isOpen ? this.#frames(bytes, 0) : this.#handshake(bytes);
    // A copy, because the next read overwrites the buffer.
    this.#rest = read < bytes.length ? Buffer.from(bytes.subarray(read)) : undefined;
  }

  /** @returns how many bytes have been read */
  #handshake(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return 0;
    const [status] = bytes.toString('latin1').split('\r\n');
    if (!status?.includes(' 101 ')) throw new Error(`The server refused a WebSocket: ${status}`);
    this.#isOpen = true;
    this.#onOpen();
    return this.#frames(bytes, end + 4);
  }

  /** @returns up to where complete frames have been read */
  #frames(bytes: Buffer, from: number): number {
    let at = from;
    while (bytes.length >= at + 2) {
      const short = bytes.readUInt8(at + 1);
      const start = at + (short === 126 ? 4 : 2);
      if (bytes.length < start) break;
      const end = start + (short === 126 ? bytes.readUInt16BE(at + 2) : short);
      if (bytes.length < end) break;
      const opcode = bytes.readUInt8(at) & 0x0f;
      if (opcode === TEXT) this.#onText(bytes, start, end);
      else if (opcode === PING) this.#write(PONG, bytes.subarray(start, end));
      at = end;
    }
    return at;
  }
}
