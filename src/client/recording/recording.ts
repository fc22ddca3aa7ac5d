import type { LineMessage } from '../../protocol/instruments/messages.ts';
import type { Scores } from '../report/rows.ts';
import type { RunEvent } from '../session/runs/run-log.ts';
import type { Poll } from '../settings/url-settings.ts';
import type { LeftWay } from '../ways/index.ts';

/** What a recorded run's file begins with. Another version is one that this page can't read. */
export const FORMAT = 'ask-or-be-told run';
export const VERSION = 1;

/** A file is at most so large, in bytes; the longest run that is kept takes half of it. */
export const LARGEST_FILE = 16_000_000;

/** A run as a file has it. Times are the server's, in ms since 1970. */
export interface Recording {
  format: typeof FORMAT;
  version: typeof VERSION;
  /** The day on which it was recorded, as 2026-01-31. */
  day: string;
  /** Its User-Agent. */
  browser: string;
  settings: { symbol: string; left: LeftWay; poll: Poll; http: '1.1' | '2' };
  /** When the recording ends. */
  ended: number;
  /** The server's clock was known to so many ms, either way. */
  clockError: number;
  /** Whether the run goes on after it: it was too long to be kept whole. */
  cut: boolean;
  left: RecordedSide;
  right: RecordedSide;
  /** The messages on the line, the last of them; null if the page did not look at them. */
  messages: RecordedMessage[] | null;
}

/** What one side was told, and what it had come to in the end. */
export interface RecordedSide {
  /** Whether its time ran from the beginning. */
  ran: boolean;
  events: RunEvent[];
  scores: Partial<Scores>;
}

/** When and how large a message was, but not what it said. */
export interface RecordedMessage
  extends Pick<LineMessage, 'side' | 'connection' | 'kind' | 'direction' | 'sent'> {
  /** When its last byte arrived, or it was known never to; neither while it was under way. */
  received?: number | undefined;
  lost?: number | undefined;
  bytes: number;
}

/** When each event was, as the replay goes: the clock's estimate may go back a little, the replay doesn't. */
export function timesOf(events: readonly RunEvent[]): number[] {
  let time = events.find(([at]) => at !== null)?.[0] ?? 0;
  return events.map(([at]) => {
    time = Math.max(time, at ?? time);
    return time;
  });
}
