import { RAW_KEPT } from '../../protocol/limits.ts';
import type { Damage, LineEvent, LineMessage, SideName } from '../../protocol/messages.ts';
import { RateLimit } from '../http/rate-limit.ts';

/** What is kept for somebody who begins to look: so many events, and so many bytes of messages. */
const EVENTS_KEPT = 1_000;
const BYTES_KEPT = 64 * 1024;

/**
 * So many messages a second from the browser are logged; of more it is only known that they were. No
 * page of ours comes near it, and what the server sends is bounded where it is sent.
 */
const SENT_UP = 1_000;

/** What happens on one tab's line, as it happens, and the recent past of it. */
export class MessageLog {
  /** Server time, in ms since 1970. */
  readonly now: () => number;
  /** Is told of each event; of one that is not logged, that there was one. */
  listener: ((event: LineEvent | undefined) => void) | undefined;
  #recent: LineEvent[] = [];
  #bytes = 0;
  /** The last WebSocket's handshake; it is kept as long as that is of interest. */
  #handshake: LineEvent[] = [];
  #handshakeIds = new Set<number>();
  #lastId = 0;
  readonly #limit: RateLimit;

  constructor(now: () => number) {
    this.now = now;
    this.#limit = new RateLimit(SENT_UP, now);
  }

  /** The recent past, oldest first. */
  get recent(): LineEvent[] {
    return [...this.#handshake.filter((event) => !this.#recent.includes(event)), ...this.#recent];
  }

  /**
   * A message begins its way.
   * @returns its number, or undefined when it is one too many to be logged
   */
  sent(message: Omit<LineMessage, 'id' | 'raw'>, bytes: Buffer): number | undefined {
    if (message.direction === 'up' && !this.#limit.allows('')) {
      this.listener?.(undefined);
      return undefined;
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const raw = bytes.toString('base64', 0, RAW_KEPT);
    if (message.size.handshake > 0) {
      if (message.kind === 'request') {
        this.#handshake = [];
        this.#handshakeIds.clear();
      }
      this.#handshakeIds.add(id);
    }
    this.#add({ what: 'sent', message: { id, ...message, raw } });
    return id;
  }

  /** The last byte of a message has arrived. */
  received(id: number | undefined): void {
    this.#happened('received', id);
  }

  /** A message will never arrive. */
  lost(id: number | undefined): void {
    this.#happened('lost', id);
  }

  /** A TCP connection is gone. */
  closed({ side, connection }: { side: SideName; connection: number }): void {
    this.#add({ what: 'closed', side, connection, at: this.now() });
  }

  damaged(damage: Damage): void {
    this.#add({ what: 'damage', damage, at: this.now() });
  }

  #happened(what: 'received' | 'lost', id: number | undefined): void {
    if (id === undefined) this.listener?.(undefined);
    else this.#add({ what, id, at: this.now() });
  }

  #add(event: LineEvent): void {
    this.#recent.push(event);
    this.#bytes += weight(event);
    if (this.#handshakeIds.has(idOf(event))) this.#handshake.push(event);
    while (this.#recent.length > EVENTS_KEPT || this.#bytes > BYTES_KEPT) {
      this.#bytes -= weight(this.#recent.shift() as LineEvent);
    }
    this.listener?.(event);
  }
}

function weight(event: LineEvent): number {
  return event.what === 'sent' ? event.message.raw.length : 0;
}

function idOf(event: LineEvent): number {
  if (event.what === 'sent') return event.message.id;
  return 'id' in event ? event.id : 0;
}
