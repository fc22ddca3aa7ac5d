import type { Socket } from 'node:net';
import { PATH } from '../../protocol/limits.ts';
import type { Networks } from '../http/addresses.ts';
import { EmulatedSocket } from './emulated-socket.ts';
import type { Http2Ports } from './http2/http2-ports.ts';
import { Line } from './tab-line.ts';
import type { Assign, Counts, Use } from './use.ts';

/**
 * How long a line without instruments stays as it was, in ms, and how long it is kept after its last
 * connection has left: a page whose connections have all been torn finds it again, whichever comes back first.
 */
export const LINGER = 60_000;

/** How many lines that nobody uses are kept; beyond that the oldest are forgotten. */
const MAX_UNUSED = 1_000;

const REQUEST_WITH_TAB = /^(?:GET|POST) (\/[^ ?]*)\?(?:[^ ]*&)?tab=([A-Za-z0-9_-]{1,64})(?:[& ])/;

/** These name the tab so that a load balancer sends them where its line is, and are not on it. */
const OFF_LINE = new RegExp(`^${PATH.instruments}$|^${PATH.capture}\\.`);

const FROM_TERMINAL = /[?&]from=terminal[& ]/;

/** A tab's line, and who may set it. */
interface Entry {
  readonly line: Line;
  /** The connection of the instruments that set it now. */
  instruments?: object | undefined;
  /** What other instruments must know to set it. */
  secret?: string | undefined;
  lingering?: NodeJS.Timeout;
}

/** The lines of all tabs: each opened by whatever names the tab first. */
export class LineRegistry {
  readonly #now: () => number;
  /** The ports of tabs that are served over HTTP/2, where that is possible. */
  http2: Http2Ports | undefined;
  #rtt: number;
  readonly #linger: number;
  readonly #proxies: Networks | undefined;
  readonly #entries = new Map<string, Entry>();
  readonly #unused = new Set<string>();
  readonly #connections = new Set<EmulatedSocket>();
  readonly #assign: Assign = (...request) => this.use(...request);

  /**
   * @param now server time, in ms since 1970
   * @param rtt added round trip of a line until its instruments set another, in ms
   * @param linger how long a line outlives its instruments, in ms
   * @param proxies those whose connections many visitors may share
   */
  constructor(now: () => number, rtt: number, linger = LINGER, proxies?: Networks) {
    this.#now = now;
    this.#rtt = rtt;
    this.#linger = linger;
    this.#proxies = proxies;
  }

  /** Added round trip of a line until its instruments set another, in ms. */
  get rtt(): number {
    return this.#rtt;
  }

  /** How many tabs have a line. */
  get tabs(): number {
    return this.#entries.size;
  }

  /** How many connections there are, whether on a line or not. */
  get connections(): number {
    return this.#connections.size;
  }

  /**
   * The line of a tab, for the instruments that set it. The first own it; later ones take it over if
   * they know the same secret, or once the first have gone that had none.
   * @returns undefined if it belongs to others
   */
  claim(tab: string, instruments: object, secret?: string): Line | undefined {
    const entry = this.#entry(tab);
    const taken = entry.instruments !== undefined && entry.instruments !== instruments;
    if (entry.secret === undefined ? taken : entry.secret !== secret) return undefined;
    // Whoever had it is told no more.
    if (taken) entry.line.log.listener = undefined;
    if (entry.secret !== secret) entry.line.changeOwner();
    entry.instruments = instruments;
    entry.secret = secret;
    this.#keep(tab, entry);
    return entry.line;
  }

  /** The line of a tab, for whoever knows its secret; undefined if there is none. */
  find(tab: string, secret: string): Line | 'not-allowed' | undefined {
    const entry = this.#entries.get(tab);
    if (!entry) return undefined;
    return entry.secret === secret ? entry.line : 'not-allowed';
  }

  /**
   * The instruments of a tab have gone, or name another tab now (`over`): then the run that this
   * line was for has ended.
   */
  release(tab: string, instruments: object, over: boolean): void {
    const entry = this.#entries.get(tab);
    if (entry?.instruments !== instruments) return;
    entry.instruments = undefined;
    entry.line.log.listener = undefined;
    if (over) this.#abandon(tab, entry);
    else this.#leave(tab, entry);
  }

  /** Puts a connection on the line of the tab that a request line names, if it names one. */
  use(requestLine: string, connection: EmulatedSocket, from: Counts): Use | undefined {
    const [, path = '', tab] = REQUEST_WITH_TAB.exec(requestLine) ?? [];
    if (tab) connection.keys?.carries(tab);
    if (!tab || OFF_LINE.test(path)) return undefined;
    const terminal = FROM_TERMINAL.test(requestLine);
    if (terminal && !this.has(tab)) return undefined;
    this.#unused.delete(tab);
    const isWebSocket = path === PATH.stream;
    const side = terminal ? 'terminal' : isWebSocket ? 'ws' : 'http';
    return this.#entry(tab).line.use(side, isWebSocket, connection, from);
  }

  /** Whether a tab has a line. */
  has(tab: string): boolean {
    return this.#entries.has(tab);
  }

  /** Puts the emulated network between a connection and its HTTP parser; `tcp` is the socket below it all. */
  emulate(socket: Socket, tcp: Socket): EmulatedSocket {
    const connection = new EmulatedSocket(socket, tcp, this.#assign);
    if (this.#proxies?.(tcp.remoteAddress)) connection.keys?.withhold();
    this.#connections.add(connection);
    connection.once('close', () => this.#connections.delete(connection));
    return connection;
  }

  /** Hands on at once whatever is under way, and delays nothing any more. */
  flush(): void {
    this.#rtt = 0;
    for (const { line } of this.#entries.values()) {
      line.rtt = 0;
      line.loss = 0;
    }
    for (const connection of this.#connections) connection.flush();
  }

  #entry(tab: string): Entry {
    const known = this.#entries.get(tab);
    if (known) return known;
    const entry: Entry = {
      line: new Line(this.#now, this.#rtt, () => {
        if (!entry.instruments) this.#leave(tab, entry);
      }),
    };
    this.#entries.set(tab, entry);
    return entry;
  }

  #keep(tab: string, entry: Entry): void {
    clearTimeout(entry.lingering);
    this.#unused.delete(tab);
  }

  #leave(tab: string, entry: Entry): void {
    this.#keep(tab, entry);
    entry.lingering = setTimeout(() => this.#abandon(tab, entry), this.#linger).unref();
    if (entry.line.used) return;
    this.#unused.add(tab);
    const [oldest] = this.#unused;
    if (oldest !== undefined && this.#unused.size > MAX_UNUSED) this.#forget(oldest);
  }

  /** Nobody sets the line any more. */
  #abandon(tab: string, entry: Entry): void {
    // On a line that stayed stalled not even the end of a connection would ever be heard.
    entry.line.damage = 'none';
    this.http2?.close(tab);
    if (!entry.line.used) this.#forget(tab);
  }

  #forget(tab: string): void {
    const entry = this.#entries.get(tab);
    if (entry) this.#keep(tab, entry);
    this.#entries.delete(tab);
    // It would go on serving a line that no page finds any more.
    this.http2?.close(tab);
  }
}
