import {
  type Damage,
  type LineEvent,
  RAW_KEPT,
  type Side,
  type WireMessage,
} from '../shared/protocol.ts';

/** What is kept for somebody who begins to look: so many events, and so many bytes of messages. */
const EVENTS_KEPT = 1_000;
const BYTES_KEPT = 64 * 1024;

/** What happens on one tab's line, as it happens, and the recent past of it. */
export class MessageLog {
  /** Server time, in ms since 1970. */
  readonly now: () => number;
  /** Is told of each event. */
  listener: ((event: LineEvent) => void) | undefined;
  #recent: LineEvent[] = [];
  #bytes = 0;
  /** The last WebSocket's handshake; it is kept as long as that is of interest. */
  #handshake: LineEvent[] = [];
  #handshakeIds = new Set<number>();
  #lastId = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** The recent past, oldest first. */
  get recent(): LineEvent[] {
    return [...this.#handshake.filter((event) => !this.#recent.includes(event)), ...this.#recent];
  }

  /** A message begins its way. @returns its number */
  sent(message: Omit<WireMessage, 'id' | 'raw'>, bytes: Buffer): number {
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
  received(id: number): void {
    this.#add({ what: 'received', id, at: this.now() });
  }

  /** A message will never arrive. */
  lost(id: number): void {
    this.#add({ what: 'lost', id, at: this.now() });
  }

  /** A TCP connection is gone. */
  closed({ side, connection }: { side: Side; connection: number }): void {
    this.#add({ what: 'closed', side, connection, at: this.now() });
  }

  damaged(damage: Damage): void {
    this.#add({ what: 'damage', damage, at: this.now() });
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
