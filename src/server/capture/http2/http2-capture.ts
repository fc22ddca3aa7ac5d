import type { Direction } from '../../../protocol/tab.ts';
import type { MessageLog } from '../message-log.ts';
import { type CountedFrame, Http2Course, type Owner } from './http2-course.ts';
import { Streams } from './streams.ts';

/**
 * Listens to an HTTP/2 connection: counts what each frame was for, and logs the frames if somebody
 * looks. Whose stream it is that a request opens stands in headers that are compressed by what went
 * before them on the connection (HPACK), so all headers are read, whether somebody looks or not.
 */
export class Http2Capture {
  readonly #owner: Owner;
  readonly #courses: Record<Direction, Http2Course>;

  /** @param connection its number, from 1 */
  constructor(log: MessageLog, connection: number) {
    this.#owner = { log, connection, streams: new Streams() };
    this.#courses = {
      up: new Http2Course(this.#owner, 'up'),
      down: new Http2Course(this.#owner, 'down'),
    };
  }

  /** The newest stream of which a frame has come. */
  get newest(): number {
    return this.#owner.streams.newest;
  }

  /**
   * Bytes set out.
   * @param transit how long they will take, in ms
   * @returns the frames that are complete with them; {@link arrived} is to be told once they are there
   */
  carry(direction: Direction, bytes: Buffer, transit: number): CountedFrame[] {
    return this.#courses[direction].carry(bytes, transit);
  }

  arrived(direction: Direction, frames: readonly CountedFrame[]): void {
    this.#courses[direction].arrived(frames);
  }

  /** A stream is over. */
  closed(stream: number): void {
    this.#owner.streams.closed(stream);
  }

  /** Nothing more will come: what is under way is lost. @returns frames that nobody has been told of yet */
  end(): CountedFrame[] {
    const { log, connection } = this.#owner;
    const rest = [...this.#courses.up.end(), ...this.#courses.down.end()];
    log.closed({ side: 'shared', connection });
    return rest;
  }
}
