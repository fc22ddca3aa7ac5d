import { readHttp2Frame } from '../../../protocol/http2-frame.ts';
import type { LineMessage } from '../../../protocol/instruments/messages.ts';
import type { Direction } from '../../../protocol/tab.ts';
import { type Frame, readFrame } from '../../../protocol/websocket-frame.ts';
import { bytesOf, isCut } from './recording.ts';

/** Reads the frames of one WebSocket, whether each is a message or DATA of HTTP/2 carries them in pieces. */
export class FrameReader {
  /** What is there of a frame that goes on in the next DATA. */
  readonly #rest: Record<Direction, Buffer> = {
    up: Buffer.alloc(0),
    down: Buffer.alloc(0),
  };

  /** @returns the frames that it completes; undefined for one of which part is missing */
  read(message: LineMessage): (Frame | undefined)[] {
    if (message.kind !== 'http2') return [readFrame(bytesOf(message))];
    const { direction, http2 } = message;
    const begun = this.#rest[direction];
    this.#rest[direction] = Buffer.alloc(0);
    if (isCut(message) || (http2?.data === 'rest' && begun.length === 0)) return [undefined];
    const content = readHttp2Frame(bytesOf(message))?.content ?? Buffer.alloc(0);
    return this.#take(direction, Buffer.concat([begun, content]));
  }

  #take(direction: Direction, bytes: Buffer): Frame[] {
    const frame = readFrame(bytes);
    if (!frame) {
      this.#rest[direction] = bytes;
      return [];
    }
    return [frame, ...this.#take(direction, bytes.subarray(frame.headerLength + frame.length))];
  }
}
