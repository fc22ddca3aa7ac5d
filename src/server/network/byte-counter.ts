import type { Sizes } from '../../protocol/instruments/bytes.ts';
import type { EmulatedSocket } from './emulated-socket.ts';
import type { Counts } from './use.ts';

/** What one side of a tab, or both at once, has moved in this run through the TCP sockets that serve it. */
export class ByteCounter {
  /** What the bytes of all whole messages were for. */
  sizes = noSizes();
  /** What has gone through while a connection served it that no longer does. */
  settled = noCounts();
  /** How many connections have served it. */
  connections = 0;
  /** Each connection's number, and the run in which it was last used; it may serve others meanwhile. */
  readonly #known = new WeakMap<EmulatedSocket, { number: number; run: number }>();
  #lastNumber = 0;
  #run = 0;

  /** A connection serves this side. @returns which of its connections it is, from 1 */
  count(connection: EmulatedSocket): number {
    let known = this.#known.get(connection);
    if (!known) {
      this.#lastNumber += 1;
      known = { number: this.#lastNumber, run: -1 };
      this.#known.set(connection, known);
    }
    if (known.run !== this.#run) this.connections += 1;
    known.run = this.#run;
    return known.number;
  }

  /**
   * Counts anew.
   * @param keep whether what still adds to the old sizes is counted on, from here; else never again
   */
  reset(keep: boolean): void {
    this.#run += 1;
    this.connections = 0;
    this.settled = noCounts();
    if (keep) Object.assign(this.sizes, noSizes());
    else this.sizes = noSizes();
  }
}

const noSizes = (): Sizes => ({ handshake: 0, headers: 0, framing: 0, body: 0 });
const noCounts = (): Counts => ({ read: 0, written: 0, tls: 0 });

/** Adds what a connection has moved since its counts stood at `from`. */
export function addCounts(total: Counts, now: Counts, from: Counts): void {
  total.read += now.read - from.read;
  total.written += now.written - from.written;
  total.tls += now.tls - from.tls;
}
