import type { LinePart } from '../../../protocol/tab.ts';
import type { Message } from './message.ts';
import type { LineHistory } from './message-history.ts';

/** Something that lasts. */
export interface Span {
  side: LinePart;
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
  /** What a connection, or a stream of one, is in the middle of. */
  readonly #open = new Map<string, Span>();
  readonly #closings: LineHistory['closings'];
  readonly #gaps: LineHistory['gaps'];
  readonly #now: number;

  constructor(history: LineHistory, now: number) {
    this.#closings = history.closings.filter(({ at }) => at <= now);
    this.#gaps = history.gaps.filter(({ from }) => from <= now);
    this.#now = now;
  }

  turn({ side, exchange, turn, sent, opens, frames, transit, received }: Message): void {
    const arrived = by(received, this.#now);
    if (turn === 'asked') {
      this.#end(exchange, sent);
      if (arrived !== undefined) this.#begin(exchange, side, 'held', arrived);
    } else if (turn === 'answered') {
      this.#end(exchange, sent);
      const from = opens === 'line' ? arrived : sent;
      if (opens && from !== undefined) this.#begin(exchange, side, opens, from);
    } else {
      // A goodbye that never arrives is no goodbye: the browser has given the line up.
      const heard = arrived !== undefined || this.#now <= sent + transit;
      const { close } = frames.find(({ close }) => close) ?? {};
      this.#end(exchange, sent, heard && close ? `${close.code ?? 'no code'}` : '1006');
    }
  }

  /** Ends what had ended by a time with no message that says so. */
  closeUntil(time: number): void {
    // The answer to what was held may be missing.
    for (; this.#gaps[0] && this.#gaps[0].from <= time; this.#gaps.shift()) {
      const at = this.#gaps[0].from;
      for (const [exchange, { what, from }] of this.#open) {
        if (what === 'held' && from <= at) this.#end(exchange, at);
      }
    }
    for (; this.#closings[0] && this.#closings[0].at <= time; this.#closings.shift()) {
      const { side, connection, at } = this.#closings[0];
      const gone = `${side} ${connection}`;
      for (const exchange of this.#open.keys()) {
        if (exchange === gone || exchange.startsWith(`${gone} `)) this.#end(exchange, at, '1006');
      }
    }
  }

  #begin(exchange: string, side: LinePart, what: Span['what'], from: number): void {
    const span: Span = { side, what, from, to: undefined, end: undefined };
    this.#open.set(exchange, span);
    this.all.push(span);
  }

  /** @param how a line ends that way */
  #end(exchange: string, at: number, how?: string): void {
    const span = this.#open.get(exchange);
    if (!span) return;
    span.to = at;
    span.end = span.what === 'line' ? how : undefined;
    this.#open.delete(exchange);
  }
}
