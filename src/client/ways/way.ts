import type { Path } from '../../protocol/limits.ts';
import type { NoteBody } from '../../protocol/note.ts';
import type { StockSymbol, Tick } from '../../protocol/tick.ts';

/**
 * A way to get a price, and all that the page, its links, the run report and "See the code" need to
 * know of it. `index.ts` lists them.
 */
export interface Way<Id extends string = string> {
  /** Gets prices until `signal` aborts, then leaves nothing open: no request, socket, timer, listener. */
  readonly run: Run;
  /** Names it in a link (`?left=long-poll`), so it never changes. */
  readonly id: Id;
  /** Its name in the picker. */
  readonly label: string;
  /** Its name in the run report. */
  readonly reportLabel: string;
  /** Its name within a sentence. */
  readonly noun: string;
  /** What the browser does, over the card. */
  readonly heading: string;
  /**
   * Its source files in this folder, its own first. "See the code" begins with what stands in them
   * between `// #region The lines that matter` and `// #endregion`.
   */
  readonly sources: readonly [string, ...string[]];
  readonly controls: Controls;
  /** What the page says of each state, where the state alone says enough. */
  readonly statusText: Partial<Record<Status['state'], string>>;
  /** What follows after a failure; " in 3 s." is put behind it. */
  readonly retryText?: string;
  /** What keeps its HTTP connection from other use, if anything does. */
  readonly busyText?: string;
}

/** A way at work, or a part of one. Rejects with the signal's reason when it aborts. */
export type Run = (context: WayContext, signal: AbortSignal) => Promise<void>;

/**
 * What stands beneath the price: a `button` that asks, a choice of the `interval`, a `connection`
 * that the visitor can close and open, or nothing but the `status` in words.
 */
export type Controls = 'button' | 'interval' | 'connection' | 'status';

/** The page, as a way knows it: where to bring what comes, and where to learn what is wanted. */
export interface WayContext {
  /**
   * What the visitor does: `press` (the button), `company` (another one is wanted), `note` (a
   * {@link CustomEvent} with a {@link NoteBody} to be sent; whoever sends it prevents the default),
   * `raw` (a text or a {@link Goodbye} for the WebSocket that is open; likewise).
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

/** What a WebSocket is closed with (RFC 6455 §7.1.6). */
export interface Goodbye {
  code: number;
  reason: string;
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
  /**
   * A question has brought no price: `why`, in a sentence; `heard` says whether an answer came at
   * all. A way that backs off asks again after `retryIn` ms.
   */
  | { state: 'failed'; why: string; heard: boolean; retryIn?: number | undefined }
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
