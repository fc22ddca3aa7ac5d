import { contentOf, FLAG, FRAME, FRAME_HEADER, PREFACE } from '../../../protocol/http2-frame.ts';
import type { Sizes } from '../../../protocol/instruments/bytes.ts';
import type { CompressedHeader, Http2Context } from '../../../protocol/instruments/messages.ts';
import { RAW_KEPT } from '../../../protocol/limits.ts';
import type { Direction, SideName } from '../../../protocol/tab.ts';
import type { MessageLog } from '../message-log.ts';
import { type Frame, type FrameHandler, FrameParser } from './frame-parser.ts';
import { HeaderDecoder } from './header-decoder.ts';
import type { Streams } from './streams.ts';

/** Headers whose frames have more bytes than this are not waited for; Node's limit is lower. */
const LONGEST_BLOCK = 64 * 1024;

/** A frame, and what its bytes were for. */
export interface CountedFrame {
  direction: Direction;
  /** Of all of it, in bytes. */
  length: number;
  /** 0 for the connection as a whole. */
  stream: number;
  /** Whose it is; `shared` if it is the connection's. */
  side: SideName | 'shared';
  /** Of a WebSocket's frame that comes in pieces, all is in the size of the last. */
  size: Sizes;
  /** Its number in the log, if it is there. */
  id: number | undefined;
}

/** A connection, and where its frames are written down. */
export interface Owner {
  log: MessageLog;
  /** Its number, from 1. */
  connection: number;
  streams: Streams;
}

/** A frame with headers that go on in the next one (RFC 9113 §6.10). */
interface Fragment {
  frame: Frame;
  raw: Buffer;
  /** When its first byte set out. */
  sent: number;
}

/** One direction of an HTTP/2 connection. */
export class Http2Course implements FrameHandler {
  readonly #owner: Owner;
  readonly #direction: Direction;
  readonly #parser: FrameParser;
  readonly #decoder = new HeaderDecoder();
  /** Headers that are not all there yet, and how many bytes their frames have. */
  #block: Fragment[] = [];
  #blockLength = 0;
  /** What the DATA frame is of that is there in part. */
  #data: Http2Context | undefined;
  #counted: CountedFrame[] = [];
  #now = 0;
  /** When the first byte of the frame set out, and how long it will take, in ms. */
  #begun = 0;
  #transit = 0;
  /** Logged frames that have not arrived yet. */
  #underWay: number[] = [];

  constructor(owner: Owner, direction: Direction) {
    this.#owner = owner;
    this.#direction = direction;
    this.#parser = new FrameParser(direction === 'up', this);
  }

  carry(bytes: Buffer, transit: number): CountedFrame[] {
    const { log } = this.#owner;
    this.#now = log.now();
    if (!this.#parser.within) this.#begun = this.#now;
    this.#transit = transit;
    this.#counted = [];
    this.#parser.add(bytes, log.watched);
    return this.#counted;
  }

  arrived(frames: readonly CountedFrame[]): void {
    const ids = frames.flatMap(({ id }) => id ?? []);
    this.#underWay.splice(0, ids.length);
    for (const id of ids) this.#owner.log.received(id);
  }

  end(): CountedFrame[] {
    this.#counted = [];
    for (const fragment of this.#block) this.#hand(fragment, undefined);
    for (const id of this.#underWay) this.#owner.log.lost(id);
    return this.#counted;
  }

  preface(raw: Buffer | undefined): void {
    const size = { ...noSizes(), framing: PREFACE.length };
    this.#add({ stream: 0, side: 'shared', length: PREFACE.length, size }, raw, this.#begun, size);
    this.#begun = this.#now;
  }

  data({ stream }: Frame, bytes: Buffer): void {
    const { streams } = this.#owner;
    this.#data ??= { data: streams.carried(this.#direction, stream) };
    streams.data(this.#direction, stream, bytes);
  }

  frame(frame: Frame, raw: Buffer | undefined): void {
    const { streams } = this.#owner;
    streams.newest = Math.max(streams.newest, frame.stream);
    const whole = { frame, raw, sent: this.#begun };
    this.#begun = this.#now;
    if (raw && (frame.type === FRAME.headers || frame.type === FRAME.continuation)) {
      this.#fragment({ ...whole, raw });
    } else {
      this.#hand(whole, this.#data);
    }
    this.#data = undefined;
  }

  /** Reads headers once all of them are there. */
  #fragment(fragment: Fragment): void {
    const { stream, flags } = fragment.frame;
    this.#block.push(fragment);
    this.#blockLength += fragment.raw.length;
    if (!(flags & FLAG.endHeaders) && this.#blockLength <= LONGEST_BLOCK) return;
    const block = Buffer.concat(
      this.#block.map(({ frame, raw }) => contentOf(frame, raw.subarray(FRAME_HEADER))),
    );
    const headers = this.#decoder.decode(block);
    this.#owner.streams.headers(this.#direction, stream, headers);
    const context = headers && isShort(headers) ? { headers } : undefined;
    for (const each of this.#block) this.#hand(each, each === fragment ? context : undefined);
    this.#block = [];
    this.#blockLength = 0;
  }

  /** A frame is complete, and it is known whose it is. */
  #hand(
    { frame, raw, sent }: Omit<Fragment, 'raw'> & { raw: Buffer | undefined },
    context: Http2Context | undefined,
  ): void {
    const { streams } = this.#owner;
    const { stream } = frame;
    const side = stream === 0 ? 'shared' : streams.sideOf(stream);
    const length = FRAME_HEADER + frame.length;
    const size = sizeOf(frame, side, () => streams.takePayload(this.#direction));
    const own = sum(size) === length ? size : anything(frame);
    this.#add({ stream, side, length, size }, raw, sent, own, context);
  }

  /** @param own what the frame's own bytes were for */
  #add(
    frame: Omit<CountedFrame, 'direction' | 'id'>,
    raw: Buffer | undefined,
    sent: number,
    own: Sizes,
    http2: Http2Context = {},
  ): void {
    const { log, connection } = this.#owner;
    const [direction, transit] = [this.#direction, this.#transit];
    let id: number | undefined;
    if (raw && (log.watched || own.handshake > 0)) {
      const { side } = frame;
      const owner = { side, connection, direction, transit };
      id = log.sent({ ...owner, kind: 'http2', sent, size: { ...own }, http2 }, raw);
      this.#underWay.push(id);
    }
    this.#counted.push({ ...frame, direction, id });
  }
}

/** What a frame's bytes were for. @param payload what the payload of DATA was for */
function sizeOf(frame: Frame, side: CountedFrame['side'], payload: () => Sizes): Sizes {
  const all = FRAME_HEADER + frame.length;
  switch (frame.type) {
    case FRAME.data: {
      const carried = payload();
      return { ...carried, framing: carried.framing + FRAME_HEADER + frame.padding };
    }
    case FRAME.headers:
    case FRAME.continuation:
      return side === 'ws'
        ? { ...noSizes(), handshake: all }
        : { ...noSizes(), headers: frame.length, framing: FRAME_HEADER };
    default:
      // It only keeps the connection or a stream going.
      return { ...noSizes(), framing: all };
  }
}

/** What the bytes of DATA were for that has only a piece of a WebSocket's frame. */
const anything = ({ length, padding }: Frame): Sizes => ({
  ...noSizes(),
  framing: FRAME_HEADER + padding,
  body: length - padding,
});

/** Whether headers are short enough to be told. */
const isShort = (headers: readonly CompressedHeader[]) =>
  headers.reduce((total, { name, value }) => total + name.length + value.length, 0) <= RAW_KEPT;

const sum = ({ handshake, headers, framing, body }: Sizes) => handshake + headers + framing + body;

const noSizes = (): Sizes => ({ handshake: 0, headers: 0, framing: 0, body: 0 });
