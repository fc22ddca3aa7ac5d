import type { Writable } from 'node:stream';
import type { Health } from './health.ts';

/** A client with more unsent bytes than this is slow: it skips messages until it has caught up. */
export const HIGH_WATER_MARK = 64 * 1024;

/** A client that has been slow for longer than this without draining is disconnected, in ms. */
export const SLOW_TIMEOUT = 20_000;

/** A client that is catching up is sent {@link HIGH_WATER_MARK} bytes per this many ms: 1.3 MB a second. */
export const CATCH_UP_TIME = 50;

/** A client is disconnected if it has been slow for too long, or because it has to begin anew. */
export type Why = 'slow' | 'restart';

/** A client as seen from here: something to write to, and a way to get rid of it. */
export interface Client {
  /** Where encoded messages are written; how much it buffers says how far behind the client is. */
  readonly stream: Writable;
  /** Whether messages may still be written. */
  isOpen(): boolean;
  /** Disconnects a client, which may come again. */
  disconnect(why: Why): void;
}

/** A client that can't be written to right now. */
interface SlowClient {
  readonly client: Client;
  /** When its stream last drained, or stopped doing so, in ms. */
  readonly since: number;
  /** The rest of what it is catching up on, new messages included; undefined for one that skips. */
  readonly missed?: Iterator<Uint8Array>;
  /** The newest message it has skipped, sent once it drains. */
  newest?: Uint8Array;
}

/**
 * When each client may be sent more of what it missed, in ms. It outlives `remove` and is the same for
 * all channels, so that coming back, or asking for another company, gains nothing.
 */
const nextShares = new WeakMap<Writable, number>();

/**
 * Writes messages to clients as they come. A slow client costs little more than
 * {@link HIGH_WATER_MARK} bytes: it skips what it can't take and goes on with the newest message.
 */
export class Backpressure {
  readonly #health: Pick<Health, 'skipped' | 'disconnected'>;
  readonly #now: () => number;
  readonly #slow = new Map<Writable, SlowClient>();
  /** Clients due to catch up. Each turn of the event loop serves one, so that none blocks the others. */
  readonly #queue = new Set<Writable>();
  /** One listener for all streams. */
  readonly #drained: (this: Writable) => void;

  /** @param now a clock that never goes back, in ms */
  constructor(
    health: Pick<Health, 'skipped' | 'disconnected'>,
    now: () => number = () => performance.now(),
  ) {
    this.#health = health;
    this.#now = now;
    const backpressure = this;
    this.#drained = function () {
      if (backpressure.#slow.get(this)?.missed) backpressure.#enqueue(this);
      else backpressure.#resume(this);
    };
  }

  /**
   * Sends a client what it missed, at the speed it takes it, leaving room for the others.
   * @param missed has to bring what happens meanwhile, too; {@link write} takes over once it is done
   */
  add(client: Client, missed: Iterator<Uint8Array>): void {
    client.stream.on('drain', this.#drained);
    this.#catchUp(client, missed);
  }

  /** Writes nothing more to a client. */
  remove({ stream }: Client): void {
    stream.off('drain', this.#drained);
    this.#slow.delete(stream);
  }

  /** Writes a message to a client, or keeps it as the newest while the client is slow. */
  write(client: Client, chunk: Uint8Array): void {
    const { stream } = client;
    const slow = this.#slow.size > 0 ? this.#slow.get(stream) : undefined;
    if (slow) this.#skip(slow, chunk);
    else if (stream.writableLength <= HIGH_WATER_MARK) stream.write(chunk);
    else this.#slow.set(stream, { client, since: this.#now(), newest: chunk });
  }

  #skip(slow: SlowClient, chunk: Uint8Array): void {
    if (!slow.missed) {
      this.#health.skipped += 1;
      slow.newest = chunk;
    }
    if (this.#now() - slow.since <= SLOW_TIMEOUT) return;
    this.#health.disconnected += 1;
    slow.client.disconnect('slow');
  }

  #resume(stream: Writable): void {
    const slow = this.#slow.get(stream);
    this.#slow.delete(stream);
    if (!slow?.client.isOpen()) return;
    if (slow.missed) this.#catchUp(slow.client, slow.missed);
    else stream.write(slow.newest);
  }

  #catchUp(client: Client, missed: Iterator<Uint8Array>): void {
    const { stream } = client;
    const now = this.#now();
    const room = HIGH_WATER_MARK - stream.writableLength;
    let nextShare = Math.max(nextShares.get(stream) ?? 0, now);
    for (let sent = 0; nextShare - now < CATCH_UP_TIME && sent <= room; ) {
      const { value, done } = missed.next();
      if (done) {
        nextShares.set(stream, nextShare);
        return;
      }
      stream.write(value);
      sent += value.length;
      nextShare += (value.length / HIGH_WATER_MARK) * CATCH_UP_TIME;
    }
    nextShares.set(stream, nextShare);
    const slow = { client, since: now, missed };
    this.#slow.set(stream, slow);
    setTimeout(() => {
      if (this.#slow.get(stream) === slow && !stream.writableNeedDrain) this.#enqueue(stream);
    }, nextShare - now).unref();
  }

  #enqueue(stream: Writable): void {
    if (this.#queue.size === 0) setImmediate(() => this.#serveNext());
    this.#queue.add(stream);
  }

  /** Lets one client catch up a little, and the next one after everything else that is waiting. */
  #serveNext(): void {
    const [stream] = this.#queue;
    if (!stream) return;
    this.#queue.delete(stream);
    if (this.#queue.size > 0) setImmediate(() => this.#serveNext());
    this.#resume(stream);
  }
}
