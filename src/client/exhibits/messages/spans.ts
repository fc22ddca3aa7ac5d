import type { LineUser } from '../../../protocol/messages.ts';
import type { Message } from './message.ts';
import type { LineHistory } from './message-history.ts';

/** Something that lasts. */
export interface Span {
  side: LineUser;
  /** A line for both directions, a stream for one, or a question that the server holds. */
  what: 'line' | 'stream' | 'held';
  from: number;
  /** Undefined while it lasts. */
  to: number | undefined;
  /** How it ended: with a close code, or torn (1006). */
  end: string | undefined;
}

/** A time, if it has come. */
export const by = (time: number | undefined, now: number): number | undefined =>
  time !== undefined && time <= now ? time : undefined;

/** What has lasted until `now`, or still does. */
export function spansOf(history: LineHistory, now: number): Span[] {
  const spans = new Spans(history, now);
  for (const message of history.turns) {
    if (message.sent > now) break;
    spans.closeUntil(message.sent);
    spans.turn(message);
  }
  spans.closeUntil(now);
  return spans.all;
}

/** What begins and ends with each message, in the order of sending. */
class Spans {
  readonly all: Span[] = [];
  /** What a connection is in the middle of. */
  readonly #open = new Map<string, Span>();
  readonly #closings: LineHistory['closings'];
  readonly #gaps: LineHistory['gaps'];
  readonly #now: number;

  constructor(history: LineHistory, now: number) {
    this.#closings = history.closings.filter(({ at }) => at <= now);
    this.#gaps = history.gaps.filter(({ from }) => from <= now);
    this.#now = now;
  }

  turn({ side, connection, kind, size, sent, opens, label, transit, received }: Message): void {
    const key = `${side} ${connection}`;
    const arrived = by(received, this.#now);
    if (kind === 'request' && size.handshake === 0) {
      this.#end(key, sent);
      if (arrived !== undefined) this.#begin(key, side, 'held', arrived);
    } else if (kind === 'answer') {
      this.#end(key, sent);
      const from = opens === 'line' ? arrived : sent;
      if (opens && from !== undefined) this.#begin(key, side, opens, from);
    } else if (kind === 'frame') {
      // A goodbye that never arrives is no goodbye: the browser has given the line up.
      const heard = arrived !== undefined || this.#now <= sent + transit;
      this.#end(key, sent, heard ? label.replace('close ', '') : '1006');
    }
  }

  /** Ends what had ended by a time with no message that says so. */
  closeUntil(time: number): void {
    // The answer to what was held may be missing.
    for (; this.#gaps[0] && this.#gaps[0].from <= time; this.#gaps.shift()) {
      const at = this.#gaps[0].from;
      for (const [key, { what, from }] of this.#open) {
        if (what === 'held' && from <= at) this.#end(key, at);
      }
    }
    for (; this.#closings[0] && this.#closings[0].at <= time; this.#closings.shift()) {
      const { side, connection, at } = this.#closings[0];
      const key = `${side} ${connection}`;
      this.#end(key, at, this.#open.get(key)?.what === 'line' ? '1006' : undefined);
    }
  }

  #begin(key: string, side: LineUser, what: Span['what'], from: number): void {
    const span: Span = { side, what, from, to: undefined, end: undefined };
    this.#open.set(key, span);
    this.all.push(span);
  }

  #end(key: string, at: number, how?: string): void {
    const span = this.#open.get(key);
    if (!span) return;
    span.to = at;
    span.end = how;
    this.#open.delete(key);
  }
}
