import type { WebSocket } from 'ws';
import type { LineEvent } from '../../protocol/instruments/messages.ts';
import { HIGH_WATER_MARK } from '../realtime/backpressure.ts';
import { send } from '../realtime/websocket.ts';
import { keptOf } from './exports/recording.ts';
import type { MessageLog } from './message-log.ts';

/** How often a page that wants it is told of the messages on its line, in ms. */
export const MESSAGES_EVERY = 50;

/**
 * So many events, and so many characters of messages, may wait to be told: more than a WebSocket that
 * catches up at full speed makes in {@link MESSAGES_EVERY}.
 */
export const MAX_EVENTS = 4_000;
const MAX_KEPT = 256 * 1024;

/** Tells a page what has happened and what happens on its line, some at a time, or stops that. */
export function watch(
  socket: WebSocket,
  tab: string,
  { log }: { log: MessageLog },
  wanted: boolean,
): void {
  if (wanted === (log.listener !== undefined)) return;
  if (!wanted) {
    log.listener = undefined;
    return;
  }
  const batch = new Batch();
  for (const event of log.past) batch.add(event);
  let waiting = false;
  const wait = () => {
    waiting = true;
    setTimeout(tell, MESSAGES_EVERY);
  };
  const listener = (event: LineEvent | undefined) => {
    batch.add(event);
    if (!waiting) wait();
  };
  const tell = () => {
    waiting = false;
    if (log.listener !== listener || socket.readyState !== socket.OPEN) return;
    // A page that can't keep up is told later, and of less.
    if (socket.bufferedAmount > HIGH_WATER_MARK) wait();
    else send(socket, { type: 'messages', tab, ...batch.take() });
  };
  log.listener = listener;
  tell();
}

/** Events that wait to be told: no more than there is room for, and how many there was none for. */
class Batch {
  #events: LineEvent[] = [];
  #kept = 0;
  #dropped = 0;

  /** @param event undefined for one that is not logged */
  add(event: LineEvent | undefined): void {
    const full = this.#events.length >= MAX_EVENTS || this.#kept >= MAX_KEPT;
    // Without its end, damage or a connection would seem to last for ever.
    const lasting = event?.what === 'damage' || event?.what === 'closed';
    if (!event || (full && !lasting)) {
      this.#dropped += 1;
      return;
    }
    this.#events.push(event);
    if (event.what === 'sent') this.#kept += keptOf(event.message);
  }

  take(): { events: LineEvent[]; dropped: number } {
    const taken = { events: this.#events, dropped: this.#dropped };
    this.#events = [];
    this.#kept = 0;
    this.#dropped = 0;
    return taken;
  }
}
