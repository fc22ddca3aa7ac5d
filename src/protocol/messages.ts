/**
 * Every message that crosses the wire. The schemas are the server's; the page imports the types
 * only, so that no schema library reaches the browser.
 */
import Type, { type Static } from 'typebox';
import { LOSSES, NOTE_LENGTH, RATE, RTT, WAIT } from './limits.ts';

export const strict = { additionalProperties: false } as const;

/** A query of a GET may bring a cache-buster, as jQuery's `_=1700000000000`; it means nothing. */
const query = { ...strict, patternProperties: { '^_$': Type.Unknown() } } as const;

/** JSON.parse alters larger integers (RFC 8259 §6), so they are refused. */
const LARGEST_INTEGER = Number.MAX_SAFE_INTEGER;

/** The companies one can ask for; the first is meant where none is named. */
export const StockSymbol = Type.Enum(['ACME', 'BOLO', 'ZEPH']);
export type StockSymbol = Static<typeof StockSymbol>;

/**
 * A time by the server's clock, in ms since 1970; that clock never goes back. It may have a fraction:
 * a pong's lets the page compare the two clocks to less than a millisecond. A tick's is whole, which
 * saves bytes in every message.
 */
export const ServerTime = Type.Number();
export type ServerTime = Static<typeof ServerTime>;

export const Name = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });

/**
 * Names one browser tab, made up by the page. It puts the tab's requests on that tab's simulated
 * line; a request without one is served plainly.
 */
export const Tab = Name;

/**
 * Says that a request comes from the visitor's terminal: it goes over the tab's line as the page's own
 * do, but is in neither side's counts. The page never sends it.
 */
export const From = Type.Literal('terminal');

/** Added round trip of a tab's line, in ms. */
export const Rtt = Type.Integer({ minimum: RTT.min, maximum: RTT.max });

/** One price, and when it became true. */
export const Tick = Type.Object({
  symbol: StockSymbol,
  /** Number of this price, without holes within a run of the market. */
  seq: Type.Integer({ minimum: 1, maximum: LARGEST_INTEGER }),
  /** In dollars, with two decimals. */
  price: Type.Number(),
  /** When the price became true. */
  at: ServerTime,
});
export type Tick = Static<typeof Tick>;

/** Number of the last tick that a client has; it wants to go on from there. */
export const After = Type.Integer({ minimum: 0, maximum: LARGEST_INTEGER });

/** Whatever number a client gives to what it sends; the answer brings it back. */
export const Id = Type.Integer({ minimum: 0, maximum: LARGEST_INTEGER });

/**
 * Sent from page to server as the query of `GET /price`; the answer's body is a {@link Tick}. With
 * `after` the question is held until there is a newer tick, or for `wait` seconds (then 204).
 */
export const PriceQuery = Type.Object(
  {
    symbol: Type.Optional(StockSymbol),
    after: Type.Optional(After),
    wait: Type.Optional(Type.Integer({ minimum: WAIT.min, maximum: WAIT.max })),
    tab: Type.Optional(Tab),
    from: Type.Optional(From),
  },
  query,
);
export type PriceQuery = Static<typeof PriceQuery>;

const told = {
  symbol: Type.Optional(StockSymbol),
  after: Type.Optional(After),
  tab: Type.Optional(Tab),
  from: Type.Optional(From),
};

/**
 * Sent from page to server as the query of the WebSocket handshake `GET /stream`; with `after` the
 * ticks since then come first.
 */
export const StreamQuery = Type.Object(told, query);
export type StreamQuery = Static<typeof StreamQuery>;

/**
 * Sent from page to server as the query of `GET /events`. A client that can set no header when it
 * opens a broken event stream again adds `lastEventId` to the address that it began with, so that
 * is newer than `after`.
 */
export const EventsQuery = Type.Object({ ...told, lastEventId: Type.Optional(After) }, query);
export type EventsQuery = Static<typeof EventsQuery>;

/**
 * Sent from the browser to `/events` when it opens a broken event stream again (HTML §9.2.4). It is
 * newer than whatever the address says, which stays the same.
 */
export const EventsHeaders = Type.Object({ 'last-event-id': Type.Optional(After) });
export type EventsHeaders = Static<typeof EventsHeaders>;

/** `/stream`: sent from page to server to hear of this company from now on, or since `after`. */
export const Subscribe = Type.Object(
  { type: Type.Literal('subscribe'), symbol: StockSymbol, after: Type.Optional(After) },
  strict,
);

/** `/stream` and `/instruments`: sent from page to server to find out whether, and when, it is there. */
export const Ping = Type.Object({ type: Type.Literal('ping'), id: Id }, strict);

/** A visitor's own words; both sides carry them to the server and back. */
const note = {
  id: Id,
  text: Type.String({ minLength: NOTE_LENGTH.min, maxLength: NOTE_LENGTH.max }),
};

/** `/stream`: sent from page to server whenever the visitor likes; answered by {@link Noted}. */
export const Note = Type.Object({ type: Type.Literal('note'), ...note }, strict);

/** Sent from page to server as the body of `POST /note`; the answer's body is a {@link Noted}. */
export const NoteBody = Type.Object(note, strict);
export type NoteBody = Static<typeof NoteBody>;

/** Sent from page to server as the query of `POST /note`. */
export const NoteQuery = Type.Object(
  { tab: Type.Optional(Tab), from: Type.Optional(From) },
  strict,
);

/**
 * What is wrong with a line: `cut` tears its connections and lets no new one through, `stall` leaves
 * them open and lets nothing through.
 */
export const Damage = Type.Enum(['none', 'cut', 'stall']);
export type Damage = Static<typeof Damage>;

/**
 * One packet in so many is lost, in each direction of each connection on a line; 0 is none. It arrives
 * once it has been sent again, and what is behind it waits.
 */
export const Loss = Type.Enum(LOSSES);
export type Loss = Static<typeof Loss>;

/**
 * `/instruments`: sent from page to server to name the tab and set its line; answered by {@link LineSet}.
 * Who names a tab first owns its line: others are refused, unless they know the same `secret`, as the
 * page itself does when it comes back over another connection.
 * With `messages` the page is told of each message on the line from now on ({@link Messages}), and
 * before them of the last WebSocket's handshake.
 */
export const SetLine = Type.Object(
  {
    type: Type.Literal('line'),
    tab: Tab,
    secret: Type.Optional(Name),
    rtt: Rtt,
    damage: Type.Optional(Damage),
    loss: Type.Optional(Loss),
    messages: Type.Optional(Type.Boolean()),
    /**
     * Number of the page's run. A greater one than before begins the tab's counts anew; the first that
     * is named takes what has been counted so far for its own. An HTTP exchange that is under way stays
     * with the run in which it began, wholly.
     */
    run: Type.Optional(Type.Integer({ minimum: 0, maximum: LARGEST_INTEGER })),
    /**
     * Whether the WebSocket that is open goes on into a new run, which then counts what it moves from
     * there on. Otherwise it stays with the run before, as an HTTP exchange does.
     */
    keepStream: Type.Optional(Type.Boolean()),
    /**
     * Whether the tab is to have a port of its own that speaks HTTP/2. Its connections are then this
     * tab's alone, so that they can be delayed, damaged and counted as a whole.
     */
    http2: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type SetLine = Static<typeof SetLine>;

/**
 * `/instruments`: sent from page to server to change the market for everybody: another rate (price
 * changes per second, 0 stands still), or news of a company, which moves its price by 8 %. A server
 * that other computers can reach wants the host's key with it.
 */
export const SetMarket = Type.Object(
  {
    type: Type.Literal('market'),
    rate: Type.Optional(
      Type.Union([Type.Literal(0), Type.Number({ minimum: RATE.min, maximum: RATE.max })]),
    ),
    news: Type.Optional(StockSymbol),
    key: Type.Optional(Type.String({ maxLength: 64 })),
  },
  strict,
);

export type SetMarket = Static<typeof SetMarket>;

/** All that a page may send on `/stream`. */
export const ToStream = Type.Union([Subscribe, Note, Ping]);
export type ToStream = Static<typeof ToStream>;

/** All that a page may send on `/instruments`. */
export const ToInstruments = Type.Union([SetLine, SetMarket, Ping]);
export type ToInstruments = Static<typeof ToInstruments>;

/** `/stream` and `/instruments`: sent from server to page at once on a ping. */
export interface Pong {
  type: 'pong';
  /** The ping's. */
  id: number;
  /** When it was answered. */
  at: ServerTime;
}

/** `/stream` and `/instruments`: sent from server to page on a message that it can't accept. */
export interface ErrorMessage {
  type: 'error';
  code: 'not-json' | 'bad-message' | 'not-allowed' | 'unavailable';
  /** A sentence: what was wrong and what is allowed. */
  message: string;
}

/** `/stream`: sent from server to page before the ticks that it asked for with `after`. */
export interface Resumed {
  type: 'resumed';
  /** So many missed ticks follow now, in order. */
  replayed: number;
  /** So many are expired: too old to be kept. */
  expired: number;
  /** `after` is of another run of the market, so this is a fresh start from the newest tick. */
  fresh: boolean;
}

/** `/stream`, and the answer to `POST /note`: a note has arrived, and is sent back. */
export interface Noted extends NoteBody {
  type: 'note';
  /** When the server had it. */
  at: ServerTime;
}

/** All that `/stream` sends: the newest tick on connecting or subscribing, then each as it happens. */
export type FromStream = ({ type: 'tick' } & Tick) | Resumed | Noted | Pong | ErrorMessage;

/** `/instruments`: sent from server to page first of all. */
export interface Hello {
  type: 'hello';
  /** This run of the market; another one means that prices and `seq` began anew. */
  run: string;
  /** The seq of the run's first tick. */
  first: number;
  companies: { symbol: StockSymbol; name: string }[];
  /** Price changes per second; 0 while the market stands still. */
  rate: number;
  /** Why no new prices can come, in a sentence; left out while all is well. */
  trouble?: string | undefined;
  /** Whether this page may change the market without the host's key. */
  open: boolean;
  /** Added round trip where the page asks for no other, in ms. */
  rtt: number;
  /** Whether a tab can have a port for HTTP/2: there is TLS, and an emulated network. */
  http2: boolean;
}

/** `/instruments`: sent from server to page on connecting and at each step of the market, all companies. */
export interface Truth {
  type: 'truth';
  ticks: readonly Tick[];
}

/** `/instruments`: sent from server to page once the tab's line is as it asked. */
export interface LineSet {
  type: 'line';
  tab: string;
  rtt: number;
  damage: Damage;
  /** Left out where no packet is lost. */
  loss?: Loss | undefined;
  /** The run that is counted now; 0 if the page has named none. */
  run: number;
  /** The port at which this tab is served over HTTP/2, if it has one. */
  http2?: number | undefined;
}

/** `/instruments`: sent from server to page when the market's rate or its {@link Hello.trouble} has changed. */
export interface MarketSet extends Pick<Hello, 'rate' | 'trouble'> {
  type: 'market';
}

/** `/instruments`: sent from server to page when somebody has made news of a company: its price has jumped. */
export interface News {
  type: 'news';
  symbol: StockSymbol;
}

/** What bytes were for. */
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

/** The two sides of a tab: asking (`/price`, `/events`) and being told (`/stream`). */
export type SideName = 'http' | 'ws';

/** Who uses a tab's line: its two sides, and whatever the visitor runs in a terminal. */
export type LineUser = SideName | 'terminal';

/** Whose something on a line is; `shared` is what an HTTP/2 connection moves for both sides at once. */
export type LinePart = LineUser | 'shared';

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

/** One message on a tab's line, as its bytes went through the server's TCP socket. */
export interface LineMessage {
  /** Number on this tab's line, from 1, in the order of sending. */
  id: number;
  side: LinePart;
  /** On which TCP connection of this side, from 1; of HTTP/2 on which that both share. */
  connection: number;
  /** `up` is from browser to server. */
  direction: 'up' | 'down';
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
  /** So many bytes it took. */
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

/** All that `/instruments` sends. */
export type FromInstruments =
  | Hello
  | Truth
  | LineSet
  | MarketSet
  | News
  | Bytes
  | Messages
  | Pong
  | ErrorMessage;

/** Body of an HTTP answer that refuses (status 400 and up). */
export interface HttpError {
  statusCode: number;
  error: string;
  /** A sentence: what was wrong and what is allowed. */
  message: string;
}
