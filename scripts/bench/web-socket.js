// @ts-check
import { connect } from 'node:net';

/** What a server may send at once, in bytes; whatever arrives is looked at before the next read. */
const buffer = Buffer.allocUnsafe(64 * 1024);

const TEXT = 1;
const PING = 9;
const PONG = 10;

/** @typedef {(bytes: Buffer, start: number, end: number) => void} OnText where in `bytes` a text is */

/**
 * A WebSocket for load: no more than it takes to find where each text begins and ends. It says
 * nothing of a browser.
 */
export class WebSocket {
  /** @type {Buffer | undefined} the beginning of something that is not all there yet */
  #rest;
  #open = () => {};
  #isOpen = false;

  /**
   * @param {number} port
   * @param {string} path
   * @param {OnText} onText
   */
  constructor(port, path, onText) {
    this.onText = onText;
    this.socket = connect({
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
    this.socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    /** Fulfilled once the server has agreed. */
    this.opened = new Promise((resolve) => {
      this.#open = () => resolve(undefined);
    });
    // What is lost shows in the count of what has come.
    this.socket.on('error', () => {});
  }

  /** @param {string} text of less than 126 bytes */
  send(text) {
    this.#write(TEXT, Buffer.from(text));
  }

  /** @param {number} opcode @param {Uint8Array} payload */
  #write(opcode, payload) {
    // A mask of zeros is one, and leaves the payload as it is.
    this.socket.write(Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0, ...payload]));
  }

  /** @param {number} length of what has arrived */
  #read(length) {
    const arrived = buffer.subarray(0, length);
    const bytes = this.#rest ? Buffer.concat([this.#rest, arrived]) : arrived;
    const read = this.#isOpen ? this.#frames(bytes, 0) : this.#handshake(bytes);
    // A copy, because the next read overwrites the buffer.
    this.#rest = read < bytes.length ? Buffer.from(bytes.subarray(read)) : undefined;
  }

  /** @param {Buffer} bytes @returns {number} how many have been read */
  #handshake(bytes) {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return 0;
    const [status] = bytes.toString('latin1').split('\r\n');
    if (!status?.includes(' 101 ')) throw new Error(`The server refused a WebSocket: ${status}`);
    this.#isOpen = true;
    this.#open();
    return this.#frames(bytes, end + 4);
  }

  /** @param {Buffer} bytes @param {number} from @returns {number} how many have been read */
  #frames(bytes, from) {
    let at = from;
    while (bytes.length >= at + 2) {
      const short = /** @type {number} */ (bytes[at + 1]);
      const start = at + (short === 126 ? 4 : 2);
      if (bytes.length < start) break;
      const end = start + (short === 126 ? bytes.readUInt16BE(at + 2) : short);
      if (bytes.length < end) break;
      const opcode = /** @type {number} */ (bytes[at]) & 0x0f;
      if (opcode === TEXT) this.onText(bytes, start, end);
      else if (opcode === PING) this.#write(PONG, bytes.subarray(start, end));
      at = end;
    }
    return at;
  }
}
