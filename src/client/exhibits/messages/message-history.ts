import type { Damage } from '../../../protocol/instruments/line.ts';
import type { LineEvent } from '../../../protocol/instruments/messages.ts';
import { MESSAGES_KEPT } from '../../../protocol/limits.ts';
import type { LinePart } from '../../../protocol/tab.ts';
import type { PriceChange } from '../../session/price-changes.ts';
import type { Session } from '../../session/session.ts';
import { TypedEventTarget } from '../../session/typed-event-target.ts';
import { type Message, readMessage } from './message.ts';

/** A time in which something was so, by the server's clock in ms; without an end it is so now. */
export interface Period {
  from: number;
  to: number | undefined;
}

/** What has happened on this tab's line. */
export class LineHistory extends TypedEventTarget<{ change: Event }> {
  /** In the order of sending. */
  messages: Message[] = [];
  /** Those that begin or end something: all but the pieces of what goes on. */
  turns: Message[] = [];
  /** When connections were lost or ended. */
  closings: { side: LinePart; connection: number; at: number }[] = [];
  /** The last price changes, also those from before the messages were watched. */
  readonly prices: () => Iterable<PriceChange>;
  damages: (Period & { damage: Damage })[] = [];
  /** When more happened than the page was told of, and how many events of it are missing. */
  gaps: (Period & { dropped: number })[] = [];
  /** The last WebSocket's request and the server's answer to it. */
  handshake: { request?: Message; answer?: Message } = {};
  /** Something has gone over the line that is of neither side. */
  readonly others = new Set<LinePart>();
  readonly #byId = new Map<number, Message>();
  /** Until when the page has been told of messages. */
  #toldUntil = 0;

  constructor(prices: () => Iterable<PriceChange> = () => []) {
    super();
    this.prices = prices;
  }

  /** @param dropped so many more have happened that the page is not told of */
  add(events: readonly LineEvent[], dropped = 0): void {
    for (const event of events) this.#take(event);
    if (dropped > 0) this.#miss(dropped);
    if (this.messages.length > MESSAGES_KEPT) {
      for (const { id } of this.messages.splice(0, this.messages.length - MESSAGES_KEPT)) {
        this.#byId.delete(id);
      }
      this.turns = this.turns.slice(-MESSAGES_KEPT);
      this.closings = this.closings.slice(-MESSAGES_KEPT);
      this.gaps = this.gaps.slice(-MESSAGES_KEPT);
      this.damages = this.damages.slice(-MESSAGES_KEPT);
    }
    this.emit('change');
  }

  clear(): void {
    this.messages = [];
    this.turns = [];
    this.closings = [];
    this.damages = [];
    this.gaps = [];
    this.#toldUntil = 0;
    this.handshake = {};
    this.others.clear();
    this.#byId.clear();
  }

  #take(event: LineEvent): void {
    switch (event.what) {
      case 'sent': {
        this.#tellUntil(event.message.sent);
        if (this.#byId.has(event.message.id)) return;
        const message = readMessage(event.message);
        this.#byId.set(message.id, message);
        this.messages.push(message);
        if (message.turn) this.turns.push(message);
        if (message.side !== 'http' && message.side !== 'ws') this.others.add(message.side);
        if (message.side !== 'ws' || message.size.handshake === 0) return;
        if (message.direction === 'up') this.handshake = { request: message };
        else this.handshake.answer = message;
        return;
      }
      case 'closed':
        this.closings.push(event);
        return;
      case 'damage': {
        const last = this.damages.at(-1);
        if (last && last.to === undefined) last.to = event.at;
        if (event.damage !== 'none') {
          this.damages.push({ damage: event.damage, from: event.at, to: undefined });
        }
        return;
      }
      default: {
        this.#tellUntil(event.at);
        const message = this.#byId.get(event.id);
        if (!message) return;
        message[event.what] = event.at;
        message.untold = undefined;
      }
    }
  }

  /** Of a time in which messages were told: with it a gap ends. */
  #tellUntil(time: number): void {
    this.#toldUntil = Math.max(this.#toldUntil, time);
    const gap = this.gaps.at(-1);
    if (gap) gap.to ??= this.#toldUntil;
  }

  /** Nobody will tell what has become of what is under way, unless it arrives later. */
  #miss(dropped: number): void {
    let gap = this.gaps.at(-1);
    if (!gap || gap.to !== undefined) {
      gap = { from: this.#toldUntil, to: undefined, dropped: 0 };
      this.gaps.push(gap);
    }
    gap.dropped += dropped;
    for (const message of this.messages) {
      if (message.received !== undefined || message.lost !== undefined) continue;
      message.untold ??= Math.max(gap.from, message.sent + message.transit);
    }
  }
}

const histories = new WeakMap<Session, LineHistory>();

/** The history of a session's line; from the first call on the server tells of each message. */
export function historyOf(session: Session): LineHistory {
  const known = histories.get(session);
  if (known) return known;
  const history = new LineHistory(() => session.prices.all);
  histories.set(session, history);
  let tab = '';
  const take = () => {
    for (const messages of session.instruments.messages.splice(0)) {
      if (messages.tab !== session.line.tab) continue;
      if (messages.tab !== tab) history.clear();
      tab = messages.tab;
      history.add(messages.events, messages.dropped);
    }
  };
  take();
  session.instruments.addEventListener('messages', take);
  // Another server, or the same one that has forgotten this tab, counts its messages anew.
  session.instruments.addEventListener('hello', () => history.clear());
  session.watchMessages();
  return history;
}
