import type { Sizes } from '../../protocol/instruments/bytes.ts';
import type { LineMessage } from '../../protocol/instruments/messages.ts';
import { RAW_KEPT } from '../../protocol/limits.ts';
import { DataField } from './data-field.ts';
import { readHttpHead } from './http-head.ts';

/** A head longer than this is not waited for, in bytes; nothing of ours comes near it. */
const LONGEST_HEAD = 64 * 1024;

type Kind = LineMessage['kind'];

export interface MessageHandler {
  /** A message is complete; `raw` is its beginning, if it was to be kept. */
  message(kind: Kind, size: Sizes, raw: Buffer | undefined): void;
  /** An answer says that frames follow, both ways. */
  upgrade(): void;
}

type State =
  /** The head of a request or an answer is next. */
  | 'head'
  /** The size of a chunk (RFC 9112 §7.1). */
  | 'chunk size'
  /** The header of a WebSocket frame (RFC 6455 §5.2). */
  | 'frame header'
  /** Nobody knows what. */
  | 'unreadable';

/**
 * Finds the messages among the bytes of one direction of a connection, to count and to show them. It
 * checks nothing: that is for Node's HTTP parser and ws, to which the same bytes go. Nothing is
 * copied but a head that comes in pieces, and nothing is kept but what is to be shown.
 */
export class MessageParser {
  readonly #handler: MessageHandler;
  readonly #handshake: boolean;
  /** What comes next, once the message that is there in part is complete. */
  #state: State = 'head';
  #kind: Kind = 'unreadable';
  #size = noSizes();
  /** How many bytes of the message are there, and after its head how many are still to come. */
  #length = 0;
  #left = 0;
  /** The beginning of a head that is not all there yet. */
  #head: Buffer | undefined;
  /** Counts the data in a chunk of an event stream. */
  #data: DataField | undefined;
  #chunksAreEvents = false;
  /** The beginning of the message, if it is to be kept. */
  #raw: Buffer[] | undefined;

  /** @param handshake the first request and answer are a WebSocket's handshake */
  constructor(handshake: boolean, handler: MessageHandler) {
    this.#handshake = handshake;
    this.#handler = handler;
  }

  /** Part of a message is there. */
  get within(): boolean {
    return this.#length > 0;
  }

  /** A part of a WebSocket's handshake is there, or comes next. */
  get handshaking(): boolean {
    return this.#handshake && this.#state === 'head';
  }

  /** @param keep whether messages that begin here are to be kept */
  add(bytes: Buffer, keep: boolean): void {
    for (let rest = bytes; rest.length > 0; ) {
      if (!this.within) this.#raw = keep ? [] : undefined;
      rest = rest.subarray(this.#left > 0 ? this.#takeBody(rest) : this.#takeHead(rest));
    }
  }

  /** From here on the bytes are frames. */
  upgrade(): void {
    this.#state = 'frame header';
  }

  /** Nothing more will come: what is there of a message is one by itself. */
  end(): void {
    if (this.within) this.#giveUp();
  }

  /** @returns how many bytes were taken */
  #takeHead(bytes: Buffer): number {
    const head = this.#head ? Buffer.concat([this.#head, bytes]) : bytes;
    const end = this.#readHead(head);
    const taken = end > 0 ? end - (this.#head?.length ?? 0) : bytes.length;
    this.#take(bytes, taken);
    this.#head = end === 0 ? head : undefined;
    if (end < 0 || this.#length > LONGEST_HEAD) this.#giveUp();
    else if (end > 0 && this.#left === 0) this.#complete();
    return taken;
  }

  #takeBody(bytes: Buffer): number {
    const taken = Math.min(bytes.length, this.#left);
    // The line's end after a chunk belongs to no event.
    this.#data?.add(bytes, Math.min(taken, this.#left - 2));
    this.#left -= taken;
    this.#take(bytes, taken);
    if (this.#left === 0) this.#complete();
    return taken;
  }

  #take(bytes: Buffer, length: number): void {
    if (this.#length < RAW_KEPT) this.#raw?.push(bytes.subarray(0, length));
    this.#length += length;
  }

  /** Reads a head. @returns where it ends; 0 if it is not all there, -1 if it is none */
  #readHead(bytes: Buffer): number {
    switch (this.#state) {
      case 'head':
        return this.#readHttpHead(bytes);
      case 'chunk size':
        return this.#readChunkSize(bytes);
      case 'frame header':
        return this.#readFrameHeader(bytes);
      case 'unreadable':
        return -1;
    }
  }

  #readHttpHead(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n') + 4;
    if (end < 4) return 0;
    const head = readHttpHead(bytes, end);
    if (!head) return -1;
    const { kind, next, body } = head;
    this.#kind = kind;
    this.#left = body;
    this.#size.body = body;
    this.#size[this.#handshake ? 'handshake' : 'headers'] = end;
    if (next === 'frames') this.#state = 'frame header';
    else if (next !== 'head') this.#state = 'chunk size';
    this.#chunksAreEvents = next === 'events';
    return end;
  }

  #readChunkSize(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n') + 2;
    if (end < 2) return 0;
    const size = Number.parseInt(bytes.toString('latin1', 0, end), 16);
    if (!(size >= 0)) return -1;
    this.#kind = 'chunk';
    this.#left = size + 2;
    this.#size.framing = end + 2;
    this.#size.body = size;
    if (this.#chunksAreEvents) this.#data = new DataField();
    if (size === 0) this.#state = 'head';
    return end;
  }

  #readFrameHeader(bytes: Buffer): number {
    if (bytes.length < 2) return 0;
    const [, second = 0] = bytes;
    const short = second & 0x7f;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    const end = 2 + extended + (second & 0x80 ? 4 : 0);
    if (bytes.length < end) return 0;
    this.#kind = 'frame';
    if (extended === 0) this.#left = short;
    else this.#left = extended === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    this.#size.framing = end;
    this.#size.body = this.#left;
    return end;
  }

  #complete(): void {
    if (this.#data) {
      this.#size.framing += this.#size.body - this.#data.bytes;
      this.#size.body = this.#data.bytes;
      this.#data = undefined;
    }
    const upgrade = this.#kind === 'answer' && this.#state === 'frame header';
    this.#hand();
    if (upgrade) this.#handler.upgrade();
  }

  /** Takes what is there for a message by itself. After it nothing can be told apart either. */
  #giveUp(): void {
    this.#kind = 'unreadable';
    this.#size = { ...noSizes(), body: this.#length };
    this.#state = 'unreadable';
    this.#left = 0;
    this.#data = undefined;
    this.#head = undefined;
    this.#hand();
  }

  #hand(): void {
    const [size, raw] = [this.#size, this.#raw];
    this.#length = 0;
    this.#size = noSizes();
    this.#raw = undefined;
    const [first] = raw ?? [];
    this.#handler.message(this.#kind, size, raw && (raw.length > 1 ? Buffer.concat(raw) : first));
  }
}

const noSizes = (): Sizes => ({ handshake: 0, headers: 0, framing: 0, body: 0 });
