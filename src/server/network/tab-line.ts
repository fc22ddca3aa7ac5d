import { randomUUID } from 'node:crypto';
import type { Meter, Shared } from '../../protocol/instruments/bytes.ts';
import type { Damage, Loss } from '../../protocol/instruments/line.ts';
import type { LinePart, LineUser } from '../../protocol/tab.ts';
import { MessageLog } from '../capture/message-log.ts';
import { ByteCounter } from './byte-counter.ts';
import type { EmulatedSocket } from './emulated-socket.ts';
import { LineKeys } from './line-keys.ts';
import { TabUse } from './tab-use.ts';
import type { Counts, LineUse, Use } from './use.ts';

/** The line between one browser tab and its two sides: how slow it is, and what went over it. */
export class Line {
  /** Tells it from an earlier line of the same tab, whose counts were others. */
  readonly id = randomUUID();
  /** Added round trip, in ms. */
  rtt: number;
  /** One packet in so many is lost, in each direction of each connection; 0 if none is. */
  loss: Loss = 0;
  /** The page's run that the counts are of, once it has named one. */
  run: number | undefined;
  /** Whether anything has gone over it since the meters were last read. */
  changed = true;
  /** What goes over it, for a page that looks. */
  readonly log: MessageLog;
  /** By which its owner can read a capture of it. */
  readonly keys = new LineKeys();
  readonly counters: Record<LinePart, ByteCounter> = {
    http: new ByteCounter(),
    ws: new ByteCounter(),
    terminal: new ByteCounter(),
    shared: new ByteCounter(),
  };
  readonly #uses = new Set<LineUse>();
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
    return this.#uses.size > 0;
  }

  get damage(): Damage {
    return this.#damage;
  }

  /** Damages or mends the line, with every connection that is on it now. */
  set damage(damage: Damage) {
    if (damage !== this.#damage) this.log.damaged(damage);
    this.#damage = damage;
    for (const { connection } of this.#uses) this.#inflict(connection);
  }

  /**
   * The page begins a run, unless it has this number already: all counts begin anew.
   * @param keepStream whether the WebSocket that is open goes on into it
   */
  beginRun(run: number, keepStream: boolean): void {
    if (this.run !== undefined) {
      if (run <= this.run) return;
      this.counters.http.reset(false);
      this.counters.ws.reset(keepStream);
      this.counters.terminal.reset(true);
      this.counters.shared.reset(false);
      for (const use of this.#uses) use.beginRun(keepStream);
    }
    this.run = run;
  }

  /** What a side has moved in this run. */
  meter(side: LineUser): Meter {
    return this.#meter(side);
  }

  /** What its HTTP/2 connections have moved for both sides at once in this run. */
  get shared(): Shared {
    const { read, written, tls, connections, open } = this.#meter('shared');
    return { frames: read + written, tls, connections, open };
  }

  #meter(part: LinePart): Meter {
    const { settled, sizes, connections } = this.counters[part];
    const { read, written, tls } = settled;
    const { handshake, headers, framing, body } = sizes;
    // Field by field: each page is told once a second, and to spread two objects takes far longer.
    const total = { read, written, tls, handshake, headers, framing, body, connections, open: 0 };
    for (const use of this.#uses) {
      if (!use.serves(part)) continue;
      use.addTo(total, part);
      total.open += 1;
    }
    return total;
  }

  /** Puts a connection to the service of a side; `from` is where its counts stood before. */
  use(side: LineUser, isWebSocket: boolean, connection: EmulatedSocket, from: Counts): Use {
    const use = new TabUse(this, side, isWebSocket, connection, from);
    this.join(use);
    return use;
  }

  /** A connection begins to serve it. */
  join(use: LineUse): void {
    this.#uses.add(use);
    this.keys.add(use.connection.keys);
    if (this.#damage !== 'none') this.#inflict(use.connection);
  }

  /** Another owns it from now on, and gets the secrets of no connection that has left already. */
  changeOwner(): void {
    this.keys.clear();
    for (const { connection } of this.#uses) this.keys.add(connection.keys);
  }

  /** A connection no longer serves it. */
  leave(use: LineUse): void {
    this.#uses.delete(use);
    if (!this.used) this.#unused();
  }

  #inflict(connection: EmulatedSocket): void {
    if (this.#damage === 'cut') connection.cut();
    else if (this.#damage === 'stall') connection.stall();
    else connection.mend();
  }
}
