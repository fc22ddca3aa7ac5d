import type { LineEvent, LineMessage, Messages } from '../../protocol/instruments/messages.ts';
import type { Direction } from '../../protocol/tab.ts';
import type { Client } from './serve.ts';

/** All that a page is told of the messages on its line, in order, for tests. */
export class Told {
  readonly messages: LineMessage[] = [];
  readonly ends = new Map<number, LineEvent>();
  closed = false;
  stalled = false;
  readonly #instruments: Client;

  constructor(instruments: Client) {
    this.#instruments = instruments;
  }

  /** Reads on until that is so. */
  async until(there: () => boolean): Promise<void> {
    while (!there()) this.add(await this.#instruments.nextOf('messages'));
  }

  /** Takes what a message says, if it is of messages. */
  add(message: object): void {
    const { events = [] } = message as Partial<Messages>;
    for (const event of events) {
      if (event.what === 'sent') this.messages.push(event.message);
      else if (event.what === 'received' || event.what === 'lost') this.ends.set(event.id, event);
      else if (event.what === 'closed') this.closed ||= event.side === 'shared';
      else this.stalled ||= event.what === 'damage' && event.damage === 'stall';
    }
  }

  of(direction: Direction): LineMessage[] {
    return this.messages.filter((message) => message.direction === direction);
  }
}
