import { Backpressure } from './backpressure.ts';
import type { Health } from './health.ts';
import type { Encode, Subscriber } from './subscribers.ts';

/**
 * Publishes messages to any number of subscribers. A message is encoded once for each wire format
 * in use and written once to each subscriber. One that can't keep up skips to the newest message,
 * and is disconnected if it stays that slow.
 */
export class Channel<Message> {
  readonly #subscribers = new Map<Encode<Message>, Set<Subscriber<Message>>>();
  readonly #backpressure: Backpressure;

  constructor(health: Pick<Health, 'skipped' | 'disconnected'>, now?: () => number) {
    this.#backpressure = new Backpressure(health, now);
  }

  publish(message: Message): void {
    for (const [encode, subscribers] of this.#subscribers) {
      const chunk = encode(message);
      for (const subscriber of subscribers) {
        if (subscriber.isOpen()) this.#backpressure.write(subscriber, chunk);
      }
    }
  }

  /** What comes next does not go on from what was before: all have to come again. */
  disconnectAll(): void {
    for (const subscribers of this.#subscribers.values()) {
      for (const subscriber of subscribers) subscriber.disconnect('restart');
    }
  }

  /**
   * @param missed what the subscriber gets first, in batches. It is read as fast as the subscriber
   *   takes it, and has to bring what is published meanwhile, too.
   * @returns unsubscribes; calling it again does nothing
   */
  subscribe(
    subscriber: Subscriber<Message>,
    missed: Iterable<readonly Message[]> = [],
  ): () => void {
    const { encode } = subscriber;
    const subscribers = this.#subscribers.get(encode) ?? new Set();
    this.#subscribers.set(encode, subscribers.add(subscriber));
    this.#backpressure.add(subscriber, encodeAll(missed, encode));
    return () => {
      if (!subscribers.delete(subscriber)) return;
      if (subscribers.size === 0) this.#subscribers.delete(encode);
      this.#backpressure.remove(subscriber);
    };
  }
}

function* encodeAll<Message>(
  batches: Iterable<readonly Message[]>,
  encode: Encode<Message>,
): Generator<Buffer> {
  for (const messages of batches) yield Buffer.concat(messages.map(encode));
}
