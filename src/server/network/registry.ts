import type { Socket } from 'node:net';
import { type Counts, EmulatedSocket, type Use } from './emulated-socket.ts';
import { Line } from './tab-line.ts';

/**
 * A line without instruments stays as it was for so long, in ms, and then until its last connection
 * has left: a page whose connections have all been torn finds it again, whichever comes back first.
 */
export const LINGER = 60_000;

/** So many lines that nobody uses are kept; of more the oldest are forgotten. */
const MOST_UNUSED = 1_000;

const REQUEST_WITH_TAB = /^(?:GET|POST) (\/[^ ?]*)\?(?:[^ ]*&)?tab=([A-Za-z0-9_-]{1,64})(?:[& ])/;

/** A tab's line, and who may set it. */
interface Place {
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
  #rtt: number;
  readonly #linger: number;
  readonly #places = new Map<string, Place>();
  readonly #unused = new Set<string>();
  readonly #wires = new Set<EmulatedSocket>();

  /**
   * @param now server time, in ms since 1970
   * @param rtt added round trip of a line until its instruments set another, in ms
   * @param linger how long a line outlives its instruments, in ms
   */
  constructor(now: () => number, rtt: number, linger = LINGER) {
    this.#now = now;
    this.#rtt = rtt;
    this.#linger = linger;
  }

  /** How many tabs have a line. */
  get tabs(): number {
    return this.#places.size;
  }

  /** How many wires there are, whether on a line or not. */
  get wires(): number {
    return this.#wires.size;
  }

  /**
   * The line of a tab, for the instruments that set it. The first own it; later ones take it over if
   * they know the same secret, or once the first have gone that had none.
   * @returns undefined if it belongs to others
   */
  claim(tab: string, instruments: object, secret?: string): Line | undefined {
    const place = this.#place(tab);
    const taken = place.instruments !== undefined && place.instruments !== instruments;
    if (place.secret === undefined ? taken : place.secret !== secret) return undefined;
    // Whoever had it is told no more.
    if (taken) place.line.log.listener = undefined;
    place.instruments = instruments;
    place.secret = secret;
    this.#keep(tab, place);
    return place.line;
  }

  /**
   * The instruments of a tab have gone, or name another tab now (`over`): then the run that this
   * line was for has ended.
   */
  release(tab: string, instruments: object, over: boolean): void {
    const place = this.#places.get(tab);
    if (place?.instruments !== instruments) return;
    place.instruments = undefined;
    place.line.log.listener = undefined;
    if (over) this.#abandon(tab, place);
    else this.#leave(tab, place);
  }

  /** Puts a wire on the line of the tab that a request line names, if it names one. */
  use(requestLine: string, wire: EmulatedSocket, from: Counts): Use | undefined {
    const [, path, tab] = REQUEST_WITH_TAB.exec(requestLine) ?? [];
    if (!tab) return undefined;
    this.#unused.delete(tab);
    return this.#place(tab).line.use(path === '/stream' ? 'ws' : 'http', wire, from);
  }

  /** Puts a wire between a connection and its HTTP parser; `tcp` is the socket below it all. */
  wire(socket: Socket, tcp: Socket): EmulatedSocket {
    const wire = new EmulatedSocket(socket, tcp, (...request) => this.use(...request));
    this.#wires.add(wire);
    wire.once('close', () => this.#wires.delete(wire));
    return wire;
  }

  /** Hands on at once whatever is under way, and delays nothing any more. */
  flush(): void {
    this.#rtt = 0;
    for (const { line } of this.#places.values()) line.rtt = 0;
    for (const wire of this.#wires) wire.flush();
  }

  #place(tab: string): Place {
    const known = this.#places.get(tab);
    if (known) return known;
    const place: Place = {
      line: new Line(this.#now, this.#rtt, () => {
        if (!place.instruments) this.#leave(tab, place);
      }),
    };
    this.#places.set(tab, place);
    return place;
  }

  #keep(tab: string, place: Place): void {
    clearTimeout(place.lingering);
    this.#unused.delete(tab);
  }

  #leave(tab: string, place: Place): void {
    this.#keep(tab, place);
    place.lingering = setTimeout(() => this.#abandon(tab, place), this.#linger).unref();
    if (place.line.used) return;
    this.#unused.add(tab);
    const [oldest] = this.#unused;
    if (oldest !== undefined && this.#unused.size > MOST_UNUSED) this.#forget(oldest);
  }

  /** Nobody sets the line any more. */
  #abandon(tab: string, place: Place): void {
    // On a line that stayed stalled not even the end of a connection would ever be heard.
    place.line.damage = 'none';
    if (!place.line.used) this.#forget(tab);
  }

  #forget(tab: string): void {
    const place = this.#places.get(tab);
    if (place) this.#keep(tab, place);
    this.#places.delete(tab);
  }
}
