import { randomUUID } from 'node:crypto';
import type { Damage, Meter, SideName, Sizes } from '../../protocol/messages.ts';
import { ConnectionCapture } from '../capture/connection-capture.ts';
import { MessageLog } from '../capture/message-log.ts';
import type { Counts, EmulatedSocket, Use } from './emulated-socket.ts';

/** The line between one browser tab and its two sides: how slow it is, and what went over it. */
export class Line {
  /** Tells it from an earlier line of the same tab, whose counts were others. */
  readonly id = randomUUID();
  /** Added round trip, in ms. */
  rtt: number;
  /** The page's run that the counts are of, once it has named one. */
  run: number | undefined;
  /** What has gone over it lately. */
  readonly log: MessageLog;
  readonly #sides = { http: new ByteCounter(), ws: new ByteCounter() };
  readonly #connections = new Set<EmulatedSocket>();
  readonly #unused: () => void;
  #damage: Damage = 'none';

  /**
   * @param now server time, in ms since 1970
   * @param rtt added round trip, in ms
   * @param unused is told when the last connection has left
   */
  constructor(now: () => number, rtt: number, unused: () => void) {
    this.log = new MessageLog(now);
    this.rtt = rtt;
    this.#unused = unused;
  }

  /** Whether a connection is on it. */
  get used(): boolean {
    return this.#connections.size > 0;
  }

  get damage(): Damage {
    return this.#damage;
  }

  /** Damages or mends the line, with every connection that is on it now. */
  set damage(damage: Damage) {
    if (damage !== this.#damage) this.log.damaged(damage);
    this.#damage = damage;
    for (const connection of this.#connections) this.#inflict(connection);
  }

  #inflict(connection: EmulatedSocket): void {
    if (this.#damage === 'cut') connection.cut();
    else if (this.#damage === 'stall') connection.stall();
    else connection.mend();
  }

  /**
   * The page begins a run, unless it has this number already: all counts begin anew.
   * @param keepStream whether the WebSocket that is open goes on into it
   */
  beginRun(run: number, keepStream: boolean): void {
    if (this.run !== undefined) {
      if (run <= this.run) return;
      this.#sides.http.reset(false);
      this.#sides.ws.reset(keepStream);
    }
    this.run = run;
  }

  /** What a side has moved in this run. */
  meter(side: SideName): Meter {
    return this.#sides[side].total();
  }

  /** Puts a connection to the service of a side; `from` is where its counts stood before. */
  use(side: SideName, connection: EmulatedSocket, from: Counts): Use {
    const ledger = this.#sides[side];
    const settle = ledger.open(connection, from);
    this.#connections.add(connection);
    if (this.#damage !== 'none') this.#inflict(connection);
    const line = this;
    const capture = new ConnectionCapture(
      this.log,
      { side, connection: ledger.number(connection) },
      ledger.sizes,
    );
    return {
      get transit() {
        return line.rtt / 2;
      },
      carry(direction, bytes) {
        return capture.carry(direction, bytes, this.transit);
      },
      end: (to, gone) => {
        this.#connections.delete(connection);
        settle(to);
        capture.end(gone);
        if (!this.used) this.#unused();
      },
    };
  }
}

/** Counts one side's bytes at the TCP sockets that serve it. */
class ByteCounter {
  /** What the bytes of all whole messages were for. */
  sizes = noSizes();
  #settled = noCounts();
  readonly #open = new Map<EmulatedSocket, Counts>();
  readonly #numbers = new WeakMap<EmulatedSocket, number>();
  #lastNumber = 0;
  /** Those that have been used since the last reset, and how many they are. */
  #used = new WeakSet<EmulatedSocket>();
  #connections = 0;

  /** Which of this side's connections it is, from 1. */
  number(connection: EmulatedSocket): number {
    return this.#numbers.get(connection) ?? 0;
  }

  open(connection: EmulatedSocket, from: Counts): (to: Counts) => void {
    if (!this.#numbers.has(connection)) {
      this.#lastNumber += 1;
      this.#numbers.set(connection, this.#lastNumber);
    }
    this.#count(connection, from);
    return (to) => {
      const since = this.#open.get(connection);
      if (since) add(this.#settled, to, since);
      this.#open.delete(connection);
    };
  }

  #count(connection: EmulatedSocket, from: Counts): void {
    this.#open.set(connection, from);
    if (this.#used.has(connection)) return;
    this.#used.add(connection);
    this.#connections += 1;
  }

  /**
   * Counts anew.
   * @param keep whether what is open is counted on, from here; else it is never counted again
   */
  reset(keep: boolean): void {
    const open = [...this.#open.keys()];
    this.#open.clear();
    this.#settled = noCounts();
    this.#used = new WeakSet();
    this.#connections = 0;
    // Whoever adds to the old sizes is counted on only if they stay the same object.
    if (keep) Object.assign(this.sizes, noSizes());
    else this.sizes = noSizes();
    if (keep) for (const connection of open) this.#count(connection, connection.counts);
  }

  total(): Meter {
    const total = { ...this.#settled, ...this.sizes, connections: this.#connections };
    for (const [connection, from] of this.#open) add(total, connection.counts, from);
    return total;
  }
}

const noSizes = (): Sizes => ({ handshake: 0, headers: 0, framing: 0, body: 0 });
const noCounts = (): Counts => ({ read: 0, written: 0, tls: 0 });

function add(total: Counts, now: Counts, from: Counts): void {
  total.read += now.read - from.read;
  total.written += now.written - from.written;
  total.tls += now.tls - from.tls;
}
