import type { Socket } from 'node:net';
import type { Damage, Meter, Side, Sizes } from '../shared/protocol.ts';
import { MessageLog } from './message-log.ts';
import { Tap } from './tap.ts';
import { type Counts, type Use, Wire } from './wire.ts';

/** The line between one browser tab and its two contestants: how slow it is, and what went over it. */
export class Line {
  /** Added round trip, in ms. */
  rtt = 0;
  /** What has gone over it lately. */
  readonly log: MessageLog;
  readonly #sides = { http: new Ledger(), ws: new Ledger() };
  readonly #wires = new Set<Wire>();
  #damage: Damage = 'none';

  /** @param now server time, in ms since 1970 */
  constructor(now: () => number) {
    this.log = new MessageLog(now);
  }

  get damage(): Damage {
    return this.#damage;
  }

  /** Damages or mends the line, with every connection that is on it now. */
  set damage(damage: Damage) {
    if (damage !== this.#damage) this.log.damaged(damage);
    this.#damage = damage;
    for (const wire of this.#wires) this.#inflict(wire);
  }

  #inflict(wire: Wire): void {
    if (this.#damage === 'cut') wire.cut();
    else if (this.#damage === 'stall') wire.stall();
    else wire.mend();
  }

  /** What a side has moved so far. */
  meter(side: Side): Meter {
    return this.#sides[side].total();
  }

  /** Puts a connection to the service of a side; `from` is where its counts stood before. */
  use(side: Side, wire: Wire, from: Counts): Use {
    const ledger = this.#sides[side];
    const settle = ledger.open(wire, from);
    this.#wires.add(wire);
    if (this.#damage !== 'none') this.#inflict(wire);
    const line = this;
    const tap = new Tap(this.log, { side, connection: ledger.number(wire) }, ledger.sizes);
    return {
      get transit() {
        return line.rtt / 2;
      },
      carry(direction, bytes) {
        return tap.carry(direction, bytes, this.transit);
      },
      end: (to, gone) => {
        this.#wires.delete(wire);
        settle(to);
        tap.end(gone);
      },
    };
  }
}

/** Counts one side's bytes at the TCP sockets that serve it. */
class Ledger {
  /** What the bytes of all whole messages were for. */
  readonly sizes: Sizes = { handshake: 0, headers: 0, framing: 0, body: 0 };
  readonly #settled: Counts = { read: 0, written: 0, tls: 0 };
  readonly #open = new Map<Wire, Counts>();
  readonly #numbers = new WeakMap<Wire, number>();
  #connections = 0;

  /** Which of this side's connections it is, from 1. */
  number(wire: Wire): number {
    return this.#numbers.get(wire) ?? 0;
  }

  open(wire: Wire, from: Counts): (to: Counts) => void {
    if (!this.#numbers.has(wire)) {
      this.#connections += 1;
      this.#numbers.set(wire, this.#connections);
    }
    this.#open.set(wire, from);
    return (to) => {
      add(this.#settled, to, from);
      this.#open.delete(wire);
    };
  }

  total(): Meter {
    const total = { ...this.#settled, ...this.sizes, connections: this.#connections };
    for (const [wire, from] of this.#open) add(total, wire.counts, from);
    return total;
  }
}

function add(total: Counts, now: Counts, from: Counts): void {
  total.read += now.read - from.read;
  total.written += now.written - from.written;
  total.tls += now.tls - from.tls;
}

const REQUEST_WITH_TAB = /^(?:GET|POST) (\/[^ ?]*)\?(?:[^ ]*&)?tab=([A-Za-z0-9_-]{1,64})(?:[& ])/;

/** The lines of all tabs that have a referee. */
export class Lines {
  readonly #now: () => number;
  readonly #lines = new Map<string, Line>();
  readonly #wires = new Set<Wire>();

  /** @param now server time, in ms since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** How many tabs have a line. */
  get tabs(): number {
    return this.#lines.size;
  }

  /** How many wires there are, whether on a line or not. */
  get wires(): number {
    return this.#wires.size;
  }

  /** The line of a tab, made at the first call. */
  open(tab: string): Line {
    const line = this.#lines.get(tab) ?? new Line(this.#now);
    this.#lines.set(tab, line);
    return line;
  }

  /** Forgets a tab: what it has open is served plainly, and so is its next request. */
  close(tab: string): void {
    const line = this.#lines.get(tab);
    this.#lines.delete(tab);
    if (!line) return;
    line.log.listener = undefined;
    line.rtt = 0;
    // On a line that stayed stalled not even the end of a connection would ever be heard.
    line.damage = 'none';
  }

  /** Puts a wire on the line that a request line names, if there is such a line. */
  use(requestLine: string, wire: Wire, from: Counts): Use | undefined {
    const [, path, tab = ''] = REQUEST_WITH_TAB.exec(requestLine) ?? [];
    return this.#lines.get(tab)?.use(path === '/stream' ? 'ws' : 'http', wire, from);
  }

  /** Puts a wire between a connection and its HTTP parser; `tcp` is the socket below it all. */
  wire(socket: Socket, tcp: Socket): Wire {
    const wire = new Wire(socket, tcp, (...request) => this.use(...request));
    this.#wires.add(wire);
    wire.once('close', () => this.#wires.delete(wire));
    return wire;
  }

  /** Hands on at once whatever is under way, and delays nothing any more. */
  flush(): void {
    for (const line of this.#lines.values()) line.rtt = 0;
    for (const wire of this.#wires) wire.flush();
  }
}
