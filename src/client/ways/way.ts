import type { Path } from '../../protocol/limits.ts';
import type { NoteBody, StockSymbol, Tick } from '../../protocol/messages.ts';

/** A way to get a price: runs until `signal` aborts, and leaves nothing open when it returns. */
export type Way = (sink: Sink, signal: AbortSignal) => Promise<void>;

/** Where a way brings what it gets, and where it learns what is wanted. */
export interface Sink {
  /**
   * What the visitor does: `press` (the button), `company` (another one is wanted), `note` (a
   * {@link CustomEvent} with a {@link NoteBody} to be sent; whoever sends it prevents the default).
   */
  readonly events: EventTarget;
  /** The company wanted now. */
  readonly symbol: StockSymbol;
  /** The seq of the price shown, if there is one: where to go on from. */
  readonly cursor: number | undefined;
  /** How often to ask, for a way that asks by the clock, in ms. */
  readonly interval: number;
  /** A path of the server, on this tab's line, for this company. */
  url(path: Path, query?: Record<string, number | undefined>): URL;
  /** A price has come. An older one than what is shown is ignored. */
  tick(tick: Tick): void;
  /** How it stands with the line. */
  status(status: Status): void;
  /** A note has come back, or never will: this is what has become of it. */
  noted(id: NoteBody['id'], fate: NoteFate): void;
  /** Something was sent or has come: counted on the page. */
  message(kind: keyof Counts): void;
}

/** How it stands between a side and the server. */
export type Status =
  /** Nothing is asked and no line open; `hungUp` if the visitor wants it so. */
  | { state: 'off'; hungUp: boolean }
  /** What was held has been let go, because the page is hidden. */
  | { state: 'hidden' }
  /** A question is on its way, or a line is being opened; `ended` is the close code of the one before. */
  | { state: 'asking'; ended?: number | undefined }
  /** The question has been answered. */
  | { state: 'answered' }
  /** A question has brought no price: `why`, in a sentence; `heard` says whether an answer came at all. */
  | { state: 'failed'; why: string; heard: boolean }
  /** The line is open: whatever the server sends will come. `back` says what was made up for. */
  | { state: 'open'; back?: { replayed: number; expired: number } }
  /**
   * The line is closed, or could not be opened: `opened` says which. The page tries again after
   * `retryIn` ms; where that is undefined, the browser does by itself, when it likes.
   */
  | { state: 'closed'; code?: number; opened: boolean; retryIn: number | undefined };

/** A note is `back`; or `unsent`, for no line was open; or `refused`; or `lost` on the way. */
export type NoteFate = 'back' | 'unsent' | 'refused' | 'lost';

/** What a side has sent and received in this run. A handshake is a question, its 101 an answer. */
export interface Counts {
  questions: number;
  /** Those that were answered with what had been asked for. */
  answers: number;
  /** Answers that brought nothing new. */
  wasted: number;
  /**
   * Those that were refused or never answered. They are one count, because of a stream or a WebSocket
   * that can't be opened the browser does not tell which it was.
   */
  failures: number;
  /** Messages on an open line, to the server and from it, heartbeats apart. */
  sent: number;
  received: number;
  heartbeats: number;
}

/** The next event of a type, or a rejection when `signal` aborts. */
export function next(target: EventTarget, type: string, signal: AbortSignal): Promise<Event> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      target.removeEventListener(type, arrive);
      reject(signal.reason);
    };
    const arrive = (event: Event) => {
      signal.removeEventListener('abort', stop);
      resolve(event);
    };
    target.addEventListener(type, arrive, { once: true });
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Resolves after so many ms, or rejects when `signal` aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/**
 * How long to wait before the next try, in ms: ½ s, 1, 2, 4 … at most `longest`, less up to half by
 * chance, so that a thousand pages do not all come back at the same moment.
 * @param failures tries that have failed in a row, from 0
 * @param longest in ms
 */
export function backoff(failures: number, longest = 30_000): number {
  return Math.min(500 * 2 ** failures, longest) * (1 - Math.random() / 2);
}
