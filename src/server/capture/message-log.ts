import type { Damage } from '../../protocol/instruments/line.ts';
import type { LineEvent, LineMessage } from '../../protocol/instruments/messages.ts';
import { RAW_KEPT } from '../../protocol/limits.ts';
import type { LinePart } from '../../protocol/tab.ts';
import { RateLimit } from '../http/rate-limit.ts';
import type { Recording } from './exports/recording.ts';
import { RecentMessages } from './recent-messages.ts';

/**
 * So many messages a second from the browser are logged; of more it is only known that they were. No
 * page of ours comes near it, and what the server sends is bounded where it is sent.
 */
const SENT_UP = 1_000;

/** The number of a message of which it is only known that it was. */
const UNLOGGED = 0;

/** A message of the last WebSocket's handshake. */
interface Kept {
  message: Omit<LineMessage, 'raw'>;
  raw: Buffer;
  /** That it has arrived, or is lost. */
  end?: LineEvent;
}

type Listener = (event: LineEvent | undefined) => void;

/**
 * What happens on one tab's line, for a page that looks. While none does nothing is kept but what it
 * wants to know of the past: the last WebSocket's handshake, and what is wrong with the line.
 */
export class MessageLog {
  /** Server time, in ms since 1970. */
  readonly now: () => number;
  #listener: Listener | undefined;
  #recent: RecentMessages | undefined;
  #handshake: Kept[] = [];
  #damage: LineEvent | undefined;
  #lastId = UNLOGGED;
  #limit: RateLimit | undefined;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Is told of each event; of one that is not logged, that there was one. */
  get listener(): Listener | undefined {
    return this.#listener;
  }

  set listener(listener: Listener | undefined) {
    this.#listener = listener;
    this.#recent = listener && new RecentMessages();
    for (const event of this.past) this.#recent?.add(event);
  }

  /** Whether a page looks. */
  get watched(): boolean {
    return this.listener !== undefined;
  }

  /** What a page that begins to look is told first. */
  get past(): LineEvent[] {
    const events = this.#handshake.flatMap(({ message, raw, end }) => [
      sent(message, raw),
      ...(end ? [end] : []),
    ]);
    return this.#damage ? [...events, this.#damage] : events;
  }

  /** The last messages since a page looks; undefined while none does. */
  get recording(): Omit<Recording, 'tab' | 'secure' | 'keys'> | undefined {
    return this.#recent && { ...this.#recent.all, until: this.now() };
  }

  /**
   * A message begins its way.
   * @returns its number
   */
  sent(message: Omit<LineMessage, 'id' | 'raw'>, raw: Buffer): number {
    if (this.listener && message.direction === 'up') {
      this.#limit ??= new RateLimit(SENT_UP, this.now);
      if (!this.#limit.allows('')) {
        this.listener(undefined);
        this.#recent?.drop();
        return UNLOGGED;
      }
    }
    this.#lastId += 1;
    const id = this.#lastId;
    if (message.side === 'ws' && message.size.handshake > 0) this.#keep({ id, ...message }, raw);
    if (this.listener) this.#tell(sent({ id, ...message }, raw));
    return id;
  }

  /** The last byte of a message has arrived. */
  received(id: number): void {
    this.#happened('received', id);
  }

  /** A message will never arrive. */
  lost(id: number): void {
    this.#happened('lost', id);
  }

  /** A TCP connection is gone. */
  closed({ side, connection }: { side: LinePart; connection: number }): void {
    this.#tell({ what: 'closed', side, connection, at: this.now() });
  }

  damaged(damage: Damage): void {
    const event: LineEvent = { what: 'damage', damage, at: this.now() };
    this.#damage = damage === 'none' ? undefined : event;
    this.#tell(event);
  }

  #tell(event: LineEvent): void {
    this.#recent?.add(event);
    this.listener?.(event);
  }

  #keep(message: Kept['message'], raw: Buffer): void {
    if (message.direction === 'up') this.#handshake = [];
    // A copy, or what it is a part of would be kept too.
    const copy = Buffer.allocUnsafeSlow(Math.min(raw.length, RAW_KEPT));
    raw.copy(copy);
    this.#handshake.push({ message, raw: copy });
  }

  #happened(what: 'received' | 'lost', id: number): void {
    if (id === UNLOGGED) {
      this.listener?.(undefined);
      return;
    }
    const event: LineEvent = { what, id, at: this.now() };
    const kept = this.#handshake.find(({ message }) => message.id === id);
    if (kept) kept.end = event;
    this.#tell(event);
  }
}

const sent = (message: Omit<LineMessage, 'raw'>, raw: Buffer): LineEvent => ({
  what: 'sent',
  message: { ...message, raw: raw.toString('base64', 0, RAW_KEPT) },
});
