import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Damage, Meter, Side } from '../shared/protocol.ts';
import { type Counts, type Use, Wire } from './wire.ts';

/** How long a client has to end its connection when the server stops, in ms. */
const GOODBYE = 1_000;

/** The line between one browser tab and its two contestants: how slow it is, and what went over it. */
export class Line {
  /** Added round trip, in ms. */
  rtt = 0;
  readonly #sides = { http: new Ledger(), ws: new Ledger() };
  readonly #wires = new Set<Wire>();
  #damage: Damage = 'none';

  get damage(): Damage {
    return this.#damage;
  }

  /** Damages or mends the line, with every connection that is on it now. */
  set damage(damage: Damage) {
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
    const settle = this.#sides[side].open(wire, from);
    this.#wires.add(wire);
    if (this.#damage !== 'none') this.#inflict(wire);
    const line = this;
    return {
      get transit() {
        return line.rtt / 2;
      },
      end: (to) => {
        this.#wires.delete(wire);
        settle(to);
      },
    };
  }
}

/** Counts one side's bytes at the TCP sockets that serve it. */
class Ledger {
  readonly #settled: Counts = { read: 0, written: 0 };
  readonly #open = new Map<Wire, Counts>();
  readonly #known = new WeakSet<Wire>();
  #connections = 0;

  open(wire: Wire, from: Counts): Use['end'] {
    if (!this.#known.has(wire)) {
      this.#known.add(wire);
      this.#connections += 1;
    }
    this.#open.set(wire, from);
    return (to) => {
      add(this.#settled, to, from);
      this.#open.delete(wire);
    };
  }

  total(): Meter {
    const total = { ...this.#settled, connections: this.#connections };
    for (const [wire, from] of this.#open) add(total, wire.counts, from);
    return total;
  }
}

function add(total: Counts, now: Counts, from: Counts): void {
  total.read += now.read - from.read;
  total.written += now.written - from.written;
}

const REQUEST_WITH_TAB = /^GET (\/[^ ?]*)\?(?:[^ ]*&)?tab=([A-Za-z0-9_-]{1,64})(?:[& ])/;

/** The lines of all tabs that have a referee. */
export class Lines {
  readonly #lines = new Map<string, Line>();
  readonly #wires = new Set<Wire>();

  /** The line of a tab, made at the first call. */
  open(tab: string): Line {
    const line = this.#lines.get(tab) ?? new Line();
    this.#lines.set(tab, line);
    return line;
  }

  /** Forgets a tab: its next request is served plainly. */
  close(tab: string): void {
    this.#lines.delete(tab);
  }

  /** Puts a wire on the line that a request line names, if there is such a line. */
  use(requestLine: string, wire: Wire, from: Counts): Use | undefined {
    const [, path, tab = ''] = REQUEST_WITH_TAB.exec(requestLine) ?? [];
    return this.#lines.get(tab)?.use(path === '/stream' ? 'ws' : 'http', wire, from);
  }

  /** Puts a wire between every connection of a server and its HTTP parser. */
  attach(app: FastifyInstance): void {
    interpose(app.server, (raw) => {
      const wire = new Wire(raw, (...request) => this.use(...request));
      this.#wires.add(wire);
      wire.once('close', () => this.#wires.delete(wire));
      return wire;
    });
    app.addHook('onResponse', async ({ raw }) => {
      if (raw.socket instanceof Wire) raw.socket.exchangeEnded();
    });
    // A server that stops says goodbye at once, however slow its lines, and waits for nobody long.
    app.addHook('preClose', async () => {
      for (const line of this.#lines.values()) line.rtt = 0;
      for (const wire of this.#wires) wire.flush();
      const patience = setTimeout(() => {
        for (const wire of this.#wires) wire.cut();
      }, GOODBYE);
      app.server.once('close', () => clearTimeout(patience));
    });
  }
}

function interpose(server: Server, wrap: (raw: Socket) => Wire): void {
  const accept = server.listeners('connection') as ((connection: Wire) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (raw) => {
    for (const listener of accept) listener.call(server, wrap(raw));
  });
}
