import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { SetLine } from '../../protocol/instruments/line.ts';
import { watch } from '../capture/watch.ts';
import { send } from '../realtime/websocket.ts';
import type { LineRegistry } from './registry.ts';
import type { Line } from './tab-line.ts';

/** How often a page gets its byte counts at most, in ms: by themselves, and along with a price. */
const METER_EVERY = { alone: 1_000, withPrice: 750 };

/** One page's instruments, as far as its tab's line is concerned: they set it, and are told of it. */
export class LineInstruments {
  readonly #socket: WebSocket;
  /** What the socket runs over. */
  readonly #connection: Duplex;
  readonly #lines: LineRegistry;
  /** The page that they are of, if a browser says so. */
  readonly #origin: string | undefined;
  #tab = '';
  #line: Line | undefined;
  /** When the byte counts were told last, by `performance.now()`. */
  #reported = Number.NEGATIVE_INFINITY;

  constructor(
    socket: WebSocket,
    connection: Duplex,
    lines: LineRegistry,
    origin: string | undefined,
  ) {
    this.#socket = socket;
    this.#connection = connection;
    this.#origin = origin;
    this.#lines = lines;
  }

  /** Sets the line of a tab, which is the page's from now on, and says how it is. */
  set(wish: SetLine): void {
    const { tab, secret, rtt, damage = 'none', loss = 0, messages = false } = wish;
    const socket = this.#socket;
    const line = this.#lines.claim(tab, socket, secret);
    if (!line) {
      const message = 'That tab belongs to another page. Use a name of your own.';
      send(socket, { type: 'error', code: 'not-allowed', about: 'line', message });
      return;
    }
    if (tab !== this.#tab) this.#lines.release(this.#tab, socket, true);
    this.#tab = tab;
    this.#line = line;
    line.rtt = rtt;
    line.damage = damage;
    line.loss = loss;
    if (wish.run !== undefined) line.beginRun(wish.run, wish.keepStream ?? false);
    watch(socket, tab, line, messages);
    if (wish.http2) void this.#openPort(tab, line).then((port) => this.#say(tab, line, port));
    else this.#say(tab, line, this.#lines.http2?.close(tab));
  }

  /** @returns the port at which the tab is served over HTTP/2, if it can be */
  async #openPort(tab: string, line: Line): Promise<number | undefined> {
    try {
      if (this.#lines.http2) return await this.#lines.http2.open(tab, line, this.#origin);
      const message = 'HTTP/2 needs TLS here. Start the server with --tls.';
      send(this.#socket, { type: 'error', code: 'not-allowed', about: 'line', message });
    } catch (error) {
      const { message } = error as Error;
      send(this.#socket, { type: 'error', code: 'unavailable', about: 'line', message });
    }
    return undefined;
  }

  /** Says how the line is, unless these instruments have gone over to another meanwhile. */
  #say(tab: string, line: Line, http2: number | undefined): void {
    if (this.#line !== line) return;
    const { rtt, damage, loss, run = 0 } = line;
    send(this.#socket, { type: 'line', tab, rtt, damage, loss: loss || undefined, run, http2 });
    // Whatever the page knows of the counts, it is to know how they stand now.
    line.changed = true;
    this.#reported = Number.NEGATIVE_INFINITY;
  }

  /**
   * Sends the byte counts, if they have changed and it is time.
   * @param when with a price, which follows at once, they are in one packet: most of their cost is the
   *   kernel's for another
   */
  report(when: keyof typeof METER_EVERY): void {
    const line = this.#line;
    const now = performance.now();
    if (!line?.changed || now - this.#reported < METER_EVERY[when]) return;
    if (when === 'withPrice') this.#holdBack();
    this.#reported = now;
    line.changed = false;
    const { id, run = 0, counters } = line;
    const [http, ws] = [line.meter('http'), line.meter('ws')];
    const terminal = counters.terminal.connections > 0 ? line.meter('terminal') : undefined;
    const shared = this.#lines.http2?.has(this.#tab) ? line.shared : undefined;
    const tab = this.#tab;
    send(this.#socket, { type: 'bytes', tab, line: id, run, http, ws, terminal, shared });
  }

  /** Keeps what is sent until all that is sent in this turn of the event loop is there. */
  #holdBack(): void {
    const connection = this.#connection;
    connection.cork();
    process.nextTick(() => connection.uncork());
  }

  /** The page has gone. */
  leave(): void {
    this.#lines.release(this.#tab, this.#socket, false);
  }
}
