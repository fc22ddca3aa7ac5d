import type { LineMessage, SideName, Sizes } from '../../../protocol/messages.ts';
import { addSizes } from '../connection-capture.ts';
import { DataField } from '../data-field.ts';
import { MessageParser } from '../message-parser.ts';
import {
  FRAME,
  type Frame,
  type FrameHandler,
  FrameParser,
  HEADER_LENGTH,
  PREFACE_LENGTH,
} from './frame-parser.ts';

type Direction = LineMessage['direction'];

/** What a stream is for, as HTTP has read from its request. */
export interface StreamUse {
  side: SideName;
  /** What DATA carries: of events or of a WebSocket's frames, or anything. It is asked once the answer has begun. */
  carries: () => 'events' | 'frames' | undefined;
}

/** A frame, and what its bytes were for. */
export interface CountedFrame {
  direction: Direction;
  /** Of all of it, in bytes. */
  length: number;
  /** 0 for the connection as a whole. */
  stream: number;
  /** Whose it is; undefined if it is both sides', since it is the connection's. */
  side: SideName | undefined;
  /** Of a WebSocket's frame that comes in pieces, all is in the size of the last. */
  size: Sizes;
}

/** A frame whose stream has not been opened yet, and what its payload was for. */
interface Waiting {
  direction: Direction;
  frame: Frame;
  payload: Sizes;
}

/** A stream, for as long as it is open. */
interface Stream extends StreamUse {
  /** Reads a WebSocket's frames out of DATA (RFC 8441 §5). */
  webSocket: Record<Direction, MessageParser> | undefined;
  /** Counts the data of an event stream. */
  events: DataField | undefined;
}

/**
 * Listens to an HTTP/2 connection and counts what each frame was for. Headers are compressed by what
 * went before them on the connection (HPACK), so whose stream it is that a request opens is not read
 * here, but told by {@link opened}; until then its frames wait.
 */
export class Http2Capture {
  readonly #count: (frame: CountedFrame) => void;
  readonly #parsers: Record<Direction, FrameParser>;
  readonly #streams = new Map<number, Stream>();
  /** Streams that carry, or have carried, a WebSocket; of any other a late frame may still come. */
  readonly #webSockets = new Set<number>();
  /** The newest stream that has been opened: the client's have rising odd numbers (RFC 9113 §5.1.1). */
  #opened = 0;
  /** The newest of which a frame has come. */
  newest = 0;
  #waiting: Waiting[] = [];
  /** What the payload was for of the DATA frame that is there in part. */
  readonly #payload: Record<Direction, Sizes> = { up: noSizes(), down: noSizes() };

  /** @param count is called with each frame, once it is known whose it is */
  constructor(count: (frame: CountedFrame) => void) {
    this.#count = count;
    this.#parsers = {
      up: new FrameParser(true, this.#handler('up')),
      down: new FrameParser(false, this.#handler('down')),
    };
  }

  add(direction: Direction, bytes: Buffer): void {
    this.#parsers[direction].add(bytes);
  }

  /** A request has opened a stream. */
  opened(stream: number, use: StreamUse): void {
    this.#opened = stream;
    const webSocket = use.side === 'ws' ? this.#readWebSocket() : undefined;
    this.#streams.set(stream, { ...use, webSocket, events: undefined });
    if (webSocket) this.#webSockets.add(stream);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { direction, frame, payload } of waiting) this.#frame(direction, frame, payload);
  }

  /** A stream is over. */
  closed(stream: number): void {
    this.#streams.delete(stream);
  }

  /** Nothing more will come: what still waits has never become anybody's. */
  end(): void {
    for (const { direction, frame } of this.#waiting) this.#countShared(direction, frame);
    this.#waiting = [];
  }

  #handler(direction: Direction): FrameHandler {
    return {
      preface: () => this.#countShared(direction, PREFACE),
      data: (frame, bytes) => this.#data(direction, frame, bytes),
      frame: (frame) => {
        const payload = this.#payload[direction];
        if (frame.type === FRAME.data) this.#payload[direction] = noSizes();
        this.#frame(direction, frame, payload);
      },
    };
  }

  #readWebSocket(): Record<Direction, MessageParser> {
    const reader = (direction: Direction) => {
      const parser = new MessageParser(false, {
        message: (_kind, size) => addSizes(this.#payload[direction], size),
        upgrade: () => {},
      });
      parser.upgrade();
      return parser;
    };
    return { up: reader('up'), down: reader('down') };
  }

  #data(direction: Direction, frame: Frame, bytes: Buffer): void {
    const stream = this.#streams.get(frame.stream);
    const size = this.#payload[direction];
    const carried = stream?.carries();
    if (stream?.webSocket && carried === 'frames') {
      stream.webSocket[direction].add(bytes, false);
    } else if (stream && direction === 'down' && carried === 'events') {
      stream.events ??= new DataField();
      const before = stream.events.bytes;
      stream.events.add(bytes, bytes.length);
      size.body += stream.events.bytes - before;
      size.framing += bytes.length - (stream.events.bytes - before);
    } else {
      size.body += bytes.length;
    }
  }

  #frame(direction: Direction, frame: Frame, payload: Sizes): void {
    const { stream, length } = frame;
    this.newest = Math.max(this.newest, stream);
    if (stream > this.#opened) {
      this.#waiting.push({ direction, frame, payload });
    } else if (stream === 0) {
      this.#countShared(direction, frame);
    } else {
      const side = this.#webSockets.has(stream) ? 'ws' : 'http';
      const size = sizeOf(frame, side, payload);
      this.#count({ direction, length: HEADER_LENGTH + length, stream, side, size });
    }
  }

  #countShared(direction: Direction, frame: Frame): void {
    const size = framing(frame);
    this.#count({ direction, length: size.framing, stream: frame.stream, side: undefined, size });
  }
}

/** The client's preface (RFC 9113 §3.4), as if it were a frame. */
const PREFACE: Frame = {
  type: -1,
  flags: 0,
  stream: 0,
  length: PREFACE_LENGTH - HEADER_LENGTH,
  padding: 0,
};

function sizeOf(frame: Frame, side: SideName, payload: Sizes): Sizes {
  switch (frame.type) {
    case FRAME.data:
      return { ...payload, framing: payload.framing + HEADER_LENGTH + frame.padding };
    case FRAME.headers:
    case FRAME.continuation:
      return side === 'ws'
        ? { ...noSizes(), handshake: HEADER_LENGTH + frame.length }
        : { ...noSizes(), headers: frame.length, framing: HEADER_LENGTH };
    default:
      return framing(frame);
  }
}

const noSizes = (): Sizes => ({ handshake: 0, headers: 0, framing: 0, body: 0 });

/** Of a frame that only keeps the connection or a stream going. */
const framing = ({ length }: Frame): Sizes => ({ ...noSizes(), framing: HEADER_LENGTH + length });
