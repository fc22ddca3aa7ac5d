/** What bytes were for, in bytes each. */
export interface Sizes {
  /** The WebSocket's request and answer, both wholly. */
  handshake: number;
  /** Request lines, status lines and headers. */
  headers: number;
  /** What separates one message from the next: frame headers, chunk sizes, an event's field names. */
  framing: number;
  /** What was to be said. */
  body: number;
}

/** What one side of a tab has moved through the server's TCP sockets in this run. */
export interface Meter extends Sizes {
  /** Bytes that the server read: what the browser sent. */
  read: number;
  /** Bytes that the server wrote: what the browser was sent. */
  written: number;
  /** How many of them TLS has added, its handshakes included; 0 without TLS. */
  tls: number;
  /**
   * TCP connections that this side has used in this run. One that was open before is among them from
   * its first request in the run on; a WebSocket that goes on is from the beginning.
   */
  connections: number;
  /** Those of them that are open now. */
  open: number;
}

/**
 * What a tab's HTTP/2 connections have moved for both sides at once in this run. Over HTTP/2 the
 * {@link Meter} of a side has the frames of its own streams, and none of this.
 */
export interface Shared {
  /** Frames of the connection as a whole, the client's preface included. */
  frames: number;
  /** What TLS has added, its handshakes included. */
  tls: number;
  /** HTTP/2 connections that were there in this run. */
  connections: number;
  /** Those of them that are open now. */
  open: number;
}

/** `/instruments`: sent from server to page a few times a second, while the counts change. */
export interface Bytes {
  type: 'bytes';
  tab: string;
  /** Names what counted; with another the counts of this tab have begun again at 0. */
  line: string;
  /** The run that the counts are of, as the page has numbered it; 0 if it has not. */
  run: number;
  http: Meter;
  ws: Meter;
  /** There while the tab has a port for HTTP/2. */
  shared?: Shared | undefined;
  /** Left out while there is nothing. */
  terminal?: Meter | undefined;
}
