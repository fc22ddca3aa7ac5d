import {
  FLAG,
  FRAME,
  FRAME_HEADER,
  type FrameHeader,
  PREFACE,
  readFrameHeader,
} from '../../../protocol/http2-frame.ts';
import { RAW_KEPT } from '../../../protocol/limits.ts';

/** A frame as it comes. */
export interface Frame extends FrameHeader {
  /** How many bytes are padding and the byte that says how much (RFC 9113 §6.1); known of DATA alone. */
  padding: number;
}

export interface FrameHandler {
  /** All of the client's preface is there; `raw` if it was to be kept. */
  preface(raw: Buffer | undefined): void;
  /** A piece of what a DATA frame carries, without its padding. */
  data(frame: Frame, bytes: Buffer): void;
  /** All of a frame is there; `raw` is its beginning if it was to be kept, or all of it if it has headers. */
  frame(frame: Frame, raw: Buffer | undefined): void;
}

type State =
  /** The client's preface is next, or the rest of it. */
  | 'preface'
  /** A frame's header. */
  | 'header'
  /** What follows it. */
  | 'payload';

/**
 * Finds the frames among the bytes of one direction of an HTTP/2 connection, whatever pieces they come
 * in. It checks nothing: that is for Node's nghttp2, to which the same bytes go.
 */
export class FrameParser {
  readonly #handler: FrameHandler;
  #state: State;
  /** What is there of the frame's header. */
  readonly #header = Buffer.alloc(FRAME_HEADER);
  #frame: Frame = { type: 0, flags: 0, stream: 0, length: 0, padding: 0 };
  /** How much of the preface, header or payload is there, in bytes. */
  #taken = 0;
  #keep = false;
  /** What is kept of the frame. */
  #raw: Buffer[] | undefined;

  /** @param preface whether the client's preface comes first */
  constructor(preface: boolean, handler: FrameHandler) {
    this.#state = preface ? 'preface' : 'header';
    this.#handler = handler;
  }

  /** Part of a frame is there. */
  get within(): boolean {
    return this.#taken > 0 || this.#state === 'payload';
  }

  /** @param keep whether frames that begin here are to be kept */
  add(bytes: Buffer, keep: boolean): void {
    for (let at = 0; at < bytes.length; ) {
      if (!this.within) this.#keep = keep;
      const end = Math.min(at + this.#missing, bytes.length);
      this.#take(bytes.subarray(at, end));
      at = end;
    }
  }

  /** How many bytes end what is there in part. */
  get #missing(): number {
    const length = { preface: PREFACE.length, header: FRAME_HEADER, payload: this.#frame.length };
    return length[this.#state] - this.#taken;
  }

  #take(bytes: Buffer): void {
    if (this.#state === 'header') bytes.copy(this.#header, this.#taken);
    else if (this.#state === 'payload') this.#takePayload(bytes);
    else if (this.#keep) this.#raw = [...(this.#raw ?? []), bytes];
    this.#taken += bytes.length;
    if (this.#missing > 0) return;
    this.#taken = 0;
    if (this.#state === 'preface') {
      this.#state = 'header';
      this.#handler.preface(this.#takeRaw());
    } else if (this.#state === 'header') {
      this.#beginPayload();
    } else {
      this.#endFrame();
    }
  }

  #beginPayload(): void {
    this.#frame = { ...readFrameHeader(this.#header), padding: 0 };
    const keep = this.#keep || hasHeaders(this.#frame);
    this.#raw = keep ? [Buffer.from(this.#header)] : undefined;
    this.#state = 'payload';
    if (this.#frame.length === 0) this.#endFrame();
  }

  #takePayload(bytes: Buffer): void {
    const frame = this.#frame;
    if (hasHeaders(frame) || this.#taken < RAW_KEPT) this.#raw?.push(bytes);
    if (frame.type !== FRAME.data) return;
    let from = 0;
    if (frame.flags & FLAG.padded && this.#taken === 0) {
      frame.padding = 1 + bytes.readUInt8(0);
      from = 1;
    }
    const padding = Math.max(frame.padding - 1, 0);
    const to = Math.min(bytes.length, frame.length - padding - this.#taken);
    if (to > from) this.#handler.data(frame, bytes.subarray(from, to));
  }

  #endFrame(): void {
    this.#state = 'header';
    this.#handler.frame(this.#frame, this.#takeRaw());
  }

  #takeRaw(): Buffer | undefined {
    const raw = this.#raw && Buffer.concat(this.#raw);
    this.#raw = undefined;
    return raw;
  }
}

/** Headers are always kept until all of them are there: they can only be decompressed one after the other. */
const hasHeaders = ({ type }: FrameHeader) => type === FRAME.headers || type === FRAME.continuation;
