import type { LineMessage, Sizes } from '../../protocol/messages.ts';
import { readHeader } from '../../protocol/websocket-frame.ts';

/** A message longer than this is not waited for, in bytes; nothing of ours comes near it. */
const LONGEST = 64 * 1024;

export interface Piece {
  kind: LineMessage['kind'];
  raw: Buffer;
  size: Sizes;
}

interface Found {
  kind: LineMessage['kind'];
  /** In bytes, from the beginning of what is there. */
  length: number;
  size: Partial<Sizes>;
  /** What comes after it. */
  next?: Mode;
}

type Mode =
  /** The head of a request or an answer, with its body if it says how long that is. */
  | 'head'
  /** Chunks (RFC 9112 §7.1). */
  | 'chunks'
  /** WebSocket frames. */
  | 'frames'
  /** Nobody knows. */
  | 'unreadable';

/**
 * Splits the bytes of one direction of a connection into the messages in it, to show and to count
 * them. It checks nothing: that is for Node's HTTP parser and ws, to which the same bytes go.
 */
export class MessageParser {
  readonly #events: { piece(piece: Piece): void; upgrade(): void };
  #rest: Buffer = Buffer.alloc(0);
  #mode: Mode = 'head';
  #chunksAreEvents = false;
  #handshake: boolean;

  /**
   * @param handshake the first request and answer are a WebSocket's handshake
   * @param events `piece` is called with each message, `upgrade` when an answer says that frames follow
   */
  constructor(handshake: boolean, events: { piece(piece: Piece): void; upgrade(): void }) {
    this.#handshake = handshake;
    this.#events = events;
  }

  /** Part of a message is there. */
  get within(): boolean {
    return this.#rest.length > 0;
  }

  add(bytes: Buffer): void {
    this.#rest = this.within ? Buffer.concat([this.#rest, bytes]) : bytes;
    while (this.within) {
      const found = this.#find();
      if (!found) return;
      this.#take(found);
    }
  }

  /** From here on the bytes are frames. */
  upgrade(): void {
    this.#mode = 'frames';
  }

  /** Nothing more will come: what is there of a message is a piece by itself. */
  end(): void {
    if (this.within) this.#take(unreadable(this.#rest));
  }

  #take({ kind, length, size, next }: Found): void {
    const raw = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    if (next) this.#mode = next;
    this.#events.piece({
      kind,
      raw,
      size: { handshake: 0, headers: 0, framing: 0, body: 0, ...size },
    });
    if (kind === 'answer' && next === 'frames') this.#events.upgrade();
  }

  #find(): Found | undefined {
    const found = {
      head: () => this.#head(),
      chunks: () => this.#chunk(),
      frames: () => this.#frame(),
      unreadable: () => unreadable(this.#rest),
    }[this.#mode]();
    return found ?? (this.#rest.length > LONGEST ? unreadable(this.#rest) : undefined);
  }

  #head(): Found | undefined {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const length = end + 4;
    const head = this.#rest.toString('latin1', 0, length);
    const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(head) ?? [];
    if (!status && !/^[A-Z]+ \S+ HTTP\/1\.[01]\r\n/.test(head)) return unreadable(this.#rest);
    const kind = status ? 'answer' : 'request';
    const size = this.#handshake ? { handshake: length } : { headers: length };
    if (status === '101') return { kind, length, size, next: 'frames' };
    if (/\r\ntransfer-encoding: *chunked\r\n/i.test(head)) {
      this.#chunksAreEvents = /\r\ncontent-type: *text\/event-stream/i.test(head);
      return { kind, length, size, next: 'chunks' };
    }
    const [, declared] = /\r\ncontent-length: *(\d+)\r\n/i.exec(head) ?? [];
    const body = Number(declared ?? 0);
    if (length + body > LONGEST) return { kind, length, size, next: 'unreadable' };
    if (this.#rest.length < length + body) return undefined;
    return { kind, length: length + body, size: { ...size, body } };
  }

  #chunk(): Found | undefined {
    const end = this.#rest.indexOf('\r\n');
    if (end < 0) return undefined;
    const body = Number.parseInt(this.#rest.toString('latin1', 0, end), 16);
    if (Number.isNaN(body)) return unreadable(this.#rest);
    const length = end + 2 + body + 2;
    if (this.#rest.length < length) return undefined;
    const said = this.#chunksAreEvents ? dataOf(this.#rest.subarray(end + 2, length - 2)) : body;
    const size = { framing: length - said, body: said };
    return { kind: 'chunk', length, size, ...(body === 0 ? { next: 'head' } : {}) };
  }

  #frame(): Found | undefined {
    const header = readHeader(this.#rest);
    if (!header) return undefined;
    const length = header.headerLength + header.length;
    if (length > LONGEST) return unreadable(this.#rest);
    if (this.#rest.length < length) return undefined;
    return { kind: 'frame', length, size: { framing: header.headerLength, body: header.length } };
  }
}

/** All that is there; nothing after it can be told apart either. */
function unreadable(rest: Buffer): Found {
  return {
    kind: 'unreadable',
    length: rest.length,
    size: { body: rest.length },
    next: 'unreadable',
  };
}

/** How many bytes of an event's text (HTML §9.2.5) are its data and not the names of fields. */
function dataOf(event: Buffer): number {
  const lines = event.toString('latin1').split('\n');
  return lines.reduce((sum, line) => sum + (/^data: ?(.*)/.exec(line)?.[1]?.length ?? 0), 0);
}
