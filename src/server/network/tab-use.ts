import type { Direction, LinePart, LineUser } from '../../protocol/tab.ts';
import { type Carried, ConnectionCapture } from '../capture/connection-capture.ts';
import { addCounts, type ByteCounter } from './byte-counter.ts';
import type { EmulatedSocket } from './emulated-socket.ts';
import type { Line } from './tab-line.ts';
import type { Counts, LineUse, Use } from './use.ts';

/** A connection that serves a side of a tab. */
export class TabUse implements Use, LineUse {
  readonly side: LineUser;
  readonly connection: EmulatedSocket;
  readonly #line: Line;
  readonly #counter: ByteCounter;
  readonly #capture: ConnectionCapture;
  /** Where its counts stood when it, or the run, began; undefined if it belongs to a run before. */
  #from: Counts | undefined;

  /**
   * @param isWebSocket whether it begins with a WebSocket's handshake
   * @param from where the connection's counts stood before
   */
  constructor(
    line: Line,
    side: LineUser,
    isWebSocket: boolean,
    connection: EmulatedSocket,
    from: Counts,
  ) {
    this.side = side;
    this.connection = connection;
    this.#line = line;
    this.#counter = line.counters[side];
    this.#from = from;
    const owner = { side, connection: this.#counter.count(connection) };
    this.#capture = new ConnectionCapture(line.log, owner, this.#counter.sizes, isWebSocket);
  }

  serves(part: LinePart): boolean {
    return part === this.side;
  }

  beginRun(keepStream: boolean): void {
    // A stream that a terminal has opened goes on.
    const keep = { http: false, ws: keepStream, terminal: true }[this.side];
    this.#from = keep ? this.connection.counts : undefined;
    if (keep) this.#counter.count(this.connection);
  }

  addTo(total: Counts): void {
    this.#add(total, this.connection.counts);
  }

  #add(total: Counts, counts: Counts): void {
    if (this.#from) addCounts(total, counts, this.#from);
  }

  get transit(): number {
    return this.#line.rtt / 2;
  }

  get loss(): number {
    return this.#line.loss;
  }

  carry(direction: Direction, bytes: Buffer, delay: number): Carried | undefined {
    this.#line.changed = true;
    return this.#capture.carry(direction, bytes, delay);
  }

  arrived(direction: Direction, carried: Carried): void {
    this.#line.changed = true;
    this.#capture.arrived(direction, carried);
  }

  end(to: Counts, gone: boolean): void {
    this.#add(this.#counter.settled, to);
    this.#capture.end(gone);
    this.#line.changed = true;
    this.#line.leave(this);
  }
}
