import type { ServerTime } from '../../../protocol/tick.ts';

/** An event of an event stream, as Chrome writes it into a HAR. */
export interface StreamEvent {
  /** When its last byte was sent, in s since 1970. */
  time: number;
  eventName: string;
  eventId: string;
  data: string;
}

/** Reads the events of an event stream (HTML §9.2.6), whatever pieces it comes in. */
export class EventReader {
  #rest = '';
  #id = '';

  /** @param at when this piece was sent, in ms. @returns the events that it completes */
  read(text: string, at: ServerTime): StreamEvent[] {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => this.#event(block, at) ?? []);
  }

  #event(block: string, at: ServerTime): StreamEvent | undefined {
    const data: string[] = [];
    let eventName = 'message';
    for (const line of block.split('\n')) {
      const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
      if (field === 'data') data.push(value);
      else if (field === 'event') eventName = value;
      else if (field === 'id') this.#id = value;
    }
    if (data.length === 0) return undefined;
    return { time: at / 1000, eventName, eventId: this.#id, data: data.join('\n') };
  }
}
