/** The header of an HTTP/2 frame (RFC 9113 §4.1). */
export interface Frame {
  /** One of {@link FRAME}, or one that we don't know. */
  type: number;
  flags: number;
  /** 0 for the connection as a whole. */
  stream: number;
  /** Of the payload, in bytes. */
  length: number;
  /** How many of them are padding and the byte that says how much (RFC 9113 §6.1); known of DATA alone. */
  padding: number;
}

/** Types of frames (RFC 9113 §6). */
export const FRAME = {
  data: 0x00,
  headers: 0x01,
  continuation: 0x09,
} as const;

/** A frame's header takes so many bytes. */
export const HEADER_LENGTH = 9;

/** What a client sends before its first frame (RFC 9113 §3.4): `PRI * HTTP/2.0…`, in bytes. */
export const PREFACE_LENGTH = 24;

/** DATA begins with the length of the padding that ends it (RFC 9113 §6.1). */
const PADDED = 0x08;

export interface FrameHandler {
  /** All of the client's preface is there. */
  preface(): void;
  /** A piece of what a DATA frame carries, without its padding. */
  data(frame: Frame, bytes: Buffer): void;
  /** All of a frame is there. */
  frame(frame: Frame): void;
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
  readonly #header = Buffer.alloc(HEADER_LENGTH);
  #frame: Frame = { type: 0, flags: 0, stream: 0, length: 0, padding: 0 };
  /** How much of the preface, header or payload is there, in bytes. */
  #taken = 0;

  /** @param preface whether the client's preface comes first */
  constructor(preface: boolean, handler: FrameHandler) {
    this.#state = preface ? 'preface' : 'header';
    this.#handler = handler;
  }

  add(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(at + this.#missing, bytes.length);
      this.#take(bytes.subarray(at, end));
      at = end;
    }
  }

  /** How many bytes end what is there in part. */
  get #missing(): number {
    const length = { preface: PREFACE_LENGTH, header: HEADER_LENGTH, payload: this.#frame.length };
    return length[this.#state] - this.#taken;
  }

  #take(bytes: Buffer): void {
    if (this.#state === 'header') bytes.copy(this.#header, this.#taken);
    else if (this.#state === 'payload') this.#takePayload(bytes);
    this.#taken += bytes.length;
    if (this.#missing > 0) return;
    this.#taken = 0;
    if (this.#state === 'preface') {
      this.#state = 'header';
      this.#handler.preface();
    } else if (this.#state === 'header') {
      this.#beginPayload();
    } else {
      this.#endFrame();
    }
  }

  #beginPayload(): void {
    const header = this.#header;
    this.#frame = {
      length: header.readUIntBE(0, 3),
      type: header.readUInt8(3),
      flags: header.readUInt8(4),
      // The first bit is reserved.
      stream: header.readUInt32BE(5) & 0x7fffffff,
      padding: 0,
    };
    this.#state = 'payload';
    if (this.#frame.length === 0) this.#endFrame();
  }

  #takePayload(bytes: Buffer): void {
    const frame = this.#frame;
    if (frame.type !== FRAME.data) return;
    let from = 0;
    if (frame.flags & PADDED && this.#taken === 0) {
      frame.padding = 1 + bytes.readUInt8(0);
      from = 1;
    }
    const padding = Math.max(frame.padding - 1, 0);
    const to = Math.min(bytes.length, frame.length - padding - this.#taken);
    if (to > from) this.#handler.data(frame, bytes.subarray(from, to));
  }

  #endFrame(): void {
    this.#state = 'header';
    this.#handler.frame(this.#frame);
  }
}
