import type { Sizes } from '../../../protocol/instruments/bytes.ts';
import type { CompressedHeader, Http2Context } from '../../../protocol/instruments/messages.ts';
import type { Direction, SideName } from '../../../protocol/tab.ts';
import { addSizes } from '../connection-capture.ts';
import { DataField } from '../data-field.ts';
import { MessageParser } from '../message-parser.ts';

/** A stream, for as long as it is open. */
interface Stream {
  side: SideName;
  /** What the answer's DATA is of, once the answer has begun: of events, of a WebSocket's frames, or anything. */
  carries: 'events' | 'frames' | undefined;
  /** Reads a WebSocket's frames out of DATA (RFC 8441 §5). */
  webSocket: Record<Direction, MessageParser> | undefined;
  /** Counts the data of an event stream. */
  events: DataField | undefined;
}

/** What the streams of an HTTP/2 connection are for, and what their DATA is of. */
export class Streams {
  /** The newest of which a frame has come: the client's have rising odd numbers (RFC 9113 §5.1.1). */
  newest = 0;
  readonly #streams = new Map<number, Stream>();
  /** Streams that carry, or have carried, a WebSocket; of any other a late frame may still come. */
  readonly #webSockets = new Set<number>();
  /** What the payload was for of the DATA frame that is there in part. */
  readonly #payload: Record<Direction, Sizes> = { up: noSizes(), down: noSizes() };

  sideOf(stream: number): SideName {
    return this.#webSockets.has(stream) ? 'ws' : 'http';
  }

  /** A request opens a stream, or an answer begins on it. @param headers undefined if nobody can read them */
  headers(
    direction: Direction,
    id: number,
    headers: readonly CompressedHeader[] | undefined,
  ): void {
    const value = (name: string) => headers?.find((header) => header.name === name)?.value;
    const stream = this.#streams.get(id);
    if (direction === 'up') {
      if (!stream) this.#open(id, value(':protocol') === 'websocket');
    } else if (stream?.webSocket) {
      if (value(':status') === '200') stream.carries = 'frames';
    } else if (stream && value('content-type') === 'text/event-stream') {
      stream.carries = 'events';
    }
  }

  /** A stream is over. */
  closed(stream: number): void {
    this.#streams.delete(stream);
  }

  /** A piece of what a DATA frame carries. */
  data(direction: Direction, id: number, bytes: Buffer): void {
    const stream = this.#streams.get(id);
    const size = this.#payload[direction];
    if (stream?.webSocket && stream.carries === 'frames') {
      stream.webSocket[direction].add(bytes, false);
    } else if (stream && direction === 'down' && stream.carries === 'events') {
      stream.events ??= new DataField();
      const before = stream.events.bytes;
      stream.events.add(bytes, bytes.length);
      size.body += stream.events.bytes - before;
      size.framing += bytes.length - (stream.events.bytes - before);
    } else {
      size.body += bytes.length;
    }
  }

  /** What the DATA that comes next on a stream is of. */
  carried(direction: Direction, id: number): Http2Context['data'] {
    const stream = this.#streams.get(id);
    if (stream?.carries === 'frames') {
      return stream.webSocket?.[direction].within ? 'rest' : 'frames';
    }
    return direction === 'down' ? stream?.carries : undefined;
  }

  /** What the payload of the DATA frame was for that is all there now. */
  takePayload(direction: Direction): Sizes {
    const payload = this.#payload[direction];
    this.#payload[direction] = noSizes();
    return payload;
  }

  #open(id: number, isWebSocket: boolean): void {
    const [side, webSocket] = isWebSocket
      ? (['ws', { up: this.#reader('up'), down: this.#reader('down') }] as const)
      : (['http', undefined] as const);
    this.#streams.set(id, { side, carries: undefined, webSocket, events: undefined });
    if (isWebSocket) this.#webSockets.add(id);
  }

  #reader(direction: Direction): MessageParser {
    const parser = new MessageParser(false, {
      message: (_kind, size) => addSizes(this.#payload[direction], size),
      upgrade: () => {},
    });
    parser.upgrade();
    return parser;
  }
}

const noSizes = (): Sizes => ({ handshake: 0, headers: 0, framing: 0, body: 0 });
