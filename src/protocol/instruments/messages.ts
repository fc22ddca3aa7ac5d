import type { Direction, LinePart } from '../tab.ts';
import type { ServerTime } from '../tick.ts';
import type { Sizes } from './bytes.ts';
import type { Damage } from './line.ts';

/** One message on a tab's line, as its bytes went through the server's TCP socket. */
export interface LineMessage {
  /** Number on this tab's line, from 1, in the order of sending. */
  id: number;
  side: LinePart;
  /** On which TCP connection of this side, from 1; of HTTP/2 on which that both share. */
  connection: number;
  direction: Direction;
  /**
   * `chunk` is a piece of an answer that goes on (RFC 9112 §7.1), for us an event; `http2` is a frame of
   * HTTP/2, or the client's preface; `unreadable` is none of the others.
   */
  kind: 'request' | 'answer' | 'chunk' | 'frame' | 'http2' | 'unreadable';
  /** When its first byte was sent. */
  sent: ServerTime;
  /** One-way delay of the line at that time, in ms. */
  transit: number;
  size: Sizes;
  /** Its bytes, in Base64; of a long one only the first `RAW_KEPT`. */
  raw: string;
  /** What an HTTP/2 frame's own bytes don't say. */
  http2?: Http2Context | undefined;
}

/** What a frame of HTTP/2 means by what came before it on its connection. */
export interface Http2Context {
  /** The headers that end with this frame. */
  headers?: CompressedHeader[];
  /** What its DATA is of: of events, or of a WebSocket's frames; `rest` begins in the middle of one. */
  data?: 'events' | 'frames' | 'rest' | undefined;
}

/** A header as HTTP/2 carries it (HPACK, RFC 7541 §6). */
export interface CompressedHeader {
  name: string;
  value: string;
  /** How many bytes it took. */
  length: number;
  /**
   * `indexed` is only a number, in a table that both ends have; `added` was written out, and is in the
   * table from now on; `literal` and `never` are not, and `never` may not be by anybody on the way.
   */
  form: 'indexed' | 'added' | 'literal' | 'never';
}

/** What happens on a tab's line. */
export type LineEvent =
  /** A message begins its way. */
  | { what: 'sent'; message: LineMessage }
  /** The last byte of a message has arrived, or is lost for good. */
  | { what: 'received' | 'lost'; id: number; at: ServerTime }
  /** A TCP connection no longer serves this side. */
  | { what: 'closed'; side: LinePart; connection: number; at: ServerTime }
  /** The visitor has damaged or mended the line. */
  | { what: 'damage'; damage: Damage; at: ServerTime };

/** `/instruments`: sent from server to page that asked for it, some times a second while there is something. */
export interface Messages {
  type: 'messages';
  tab: string;
  events: LineEvent[];
  /**
   * So many more have happened that nobody will be told of: there were too many, or the page was too
   * slow. What began and ended of connections and damage is always among `events`.
   */
  dropped: number;
}
