import type { LineEvent } from '../../protocol/instruments/messages.ts';
import { MESSAGES_KEPT } from '../../protocol/limits.ts';
import { type Closing, keptOf, type RecordedMessage, type Recording } from './exports/recording.ts';

/** How many characters of their bytes, in Base64, and of what HTTP/2's headers say are kept. */
const MAX_KEPT = 1024 * 1024;

/** The last messages on a line, while a page looks, for a file of them. */
export class RecentMessages {
  readonly #messages = new Map<number, RecordedMessage>();
  /** The last WebSocket's: without them an analyser could not make sense of its frames. */
  #handshake: RecordedMessage[] = [];
  readonly #closings: Closing[] = [];
  #kept = 0;
  /** How many more have been seen. */
  #dropped = 0;

  add(event: LineEvent): void {
    if (event.what === 'sent') {
      this.#keep({ ...event.message });
    } else if (event.what === 'closed') {
      this.#closings.push(event);
      if (this.#closings.length > MESSAGES_KEPT) this.#closings.shift();
    } else if (event.what !== 'damage') {
      const message = this.#messages.get(event.id);
      if (message) message[event.what] = event.at;
    }
  }

  /** One more has been seen, of which it is only known that it was. */
  drop(): void {
    this.#dropped += 1;
  }

  /** What there is now. */
  get all(): Pick<Recording, 'messages' | 'closings' | 'missing'> {
    const earlier = this.#handshake.filter(({ id }) => !this.#messages.has(id));
    return {
      messages: [...earlier, ...this.#messages.values()],
      closings: [...this.#closings],
      missing: this.#dropped - earlier.length,
    };
  }

  #keep(message: RecordedMessage): void {
    this.#messages.set(message.id, message);
    this.#kept += keptOf(message);
    if (message.side === 'ws' && message.size.handshake > 0) {
      if (message.direction === 'up') this.#handshake = [];
      this.#handshake.push(message);
    }
    for (const [id, kept] of this.#messages) {
      if (this.#messages.size <= MESSAGES_KEPT && this.#kept <= MAX_KEPT) return;
      this.#messages.delete(id);
      this.#kept -= keptOf(kept);
      this.#dropped += 1;
    }
  }
}
