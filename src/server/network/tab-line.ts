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

  /** What a side has moved so far. */
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
  readonly sizes: Sizes = { handshake: 0, headers: 0, framing: 0, body: 0 };
  readonly #settled: Counts = { read: 0, written: 0, tls: 0 };
  readonly #open = new Map<EmulatedSocket, Counts>();
  readonly #numbers = new WeakMap<EmulatedSocket, number>();
  #connections = 0;

  /** Which of this side's connections it is, from 1. */
  number(connection: EmulatedSocket): number {
    return this.#numbers.get(connection) ?? 0;
  }

  open(connection: EmulatedSocket, from: Counts): (to: Counts) => void {
    if (!this.#numbers.has(connection)) {
      this.#connections += 1;
      this.#numbers.set(connection, this.#connections);
    }
    this.#open.set(connection, from);
    return (to) => {
      add(this.#settled, to, from);
      this.#open.delete(connection);
    };
  }

  total(): Meter {
    const total = { ...this.#settled, ...this.sizes, connections: this.#connections };
    for (const [connection, from] of this.#open) add(total, connection.counts, from);
    return total;
  }
}

function add(total: Counts, now: Counts, from: Counts): void {
  total.read += now.read - from.read;
  total.written += now.written - from.written;
  total.tls += now.tls - from.tls;
}
