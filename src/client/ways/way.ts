import type { StockSymbol, Tick } from '../../shared/protocol.ts';

/** A way to get a price: runs until `signal` aborts, and leaves nothing open when it returns. */
export type Way = (sink: Sink, signal: AbortSignal) => Promise<void>;

/** Where a way brings what it gets, and where it learns what is wanted. */
export interface Sink {
  /** What the visitor does: `press` (the button), `company` (another one is wanted). */
  readonly events: EventTarget;
  /** The company wanted now. */
  readonly symbol: StockSymbol;
  /** A path of the server, on this tab's line, for this company. */
  url(path: string): URL;
  /** A price has come. An older one than what is shown is ignored. */
  tick(tick: Tick): void;
  /** How it stands with the line. */
  status(status: Status): void;
  /** Something was sent or has come: counted on the page. */
  message(kind: keyof Counts): void;
}

/** How it stands between a side and the server. */
export type Status =
  | { state: 'off' }
  /** A question is on its way, or a line is being opened. */
  | { state: 'asking' }
  /** The question has been answered. */
  | { state: 'answered' }
  /** No answer; `why` is a sentence if the server gave one. */
  | { state: 'failed'; why?: string }
  /** The line is open: whatever the server sends will come. */
  | { state: 'open' }
  /** The line is closed; it is tried again after `retryIn` ms. `opened` says whether it ever stood. */
  | { state: 'closed'; code: number; opened: boolean; retryIn: number };

/** What a side has sent and received in this run. A handshake is a question, its 101 an answer. */
export interface Counts {
  questions: number;
  answers: number;
  failures: number;
  /** Messages on an open line, to the server and from it. */
  sent: number;
  received: number;
}

/** The next event of a type, or a rejection when `signal` aborts. */
export function next(target: EventTarget, type: string, signal: AbortSignal): Promise<Event> {
  return new Promise((resolve, reject) => {
    target.addEventListener(type, resolve, { once: true, signal });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Resolves after so many ms, or rejects when `signal` aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await next(AbortSignal.timeout(ms), 'abort', signal);
}
