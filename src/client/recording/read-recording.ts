/** Reads a recorded run's file, which may be anything. */
import { LOSSES, MESSAGES_KEPT } from '../../protocol/limits.ts';
import { noBytes } from '../session/runs/byte-totals.ts';
import { LOG_LENGTH, type RunEvent, type Told } from '../session/runs/run-log.ts';
import { POLLS } from '../settings/url-settings.ts';
import { leftWays } from '../ways/index.ts';
import {
  type Check,
  isObject,
  list,
  number,
  object,
  oneOf,
  optional,
  pattern,
  text,
  tuple,
  whole,
} from './checks.ts';
import { FORMAT, type Recording, VERSION } from './recording.ts';

/** Why a file can't be replayed, in a sentence. */
export interface Problem {
  problem: string;
}

/** The last moment that a Date can name, in ms since 1970 (ECMA-262 §21.4.1.1). */
const LATEST = 8.64e15;

/** No file has more ticks than a score remembers. */
const STANDING_LENGTH = 2_000;

const time = number(0, LATEST);
/** Between two times, in ms; clocks that differ may make it negative. */
const span = number(-LATEST, LATEST);
const flag = oneOf(true, false);

const tick = object({ seq: whole(1), price: number(0, 1e9), at: time, symbol: text(8) });

const standing = object({
  truth: list(tick, STANDING_LENGTH),
  shown: optional(tick),
  staleSince: optional(time),
  stoppedAt: whole(0),
});

const shared = object({ frames: whole(0), tls: whole(0), connections: whole(0), open: whole(0) });
const meter = object({
  ...Object.fromEntries(Object.keys(noBytes).map((what) => [what, whole(0)])),
  shared: optional(shared),
});

const status = object({
  state: oneOf('off', 'hidden', 'asking', 'answered', 'failed', 'open', 'closed'),
  why: optional(text(1_000)),
  code: optional(whole(0)),
  ended: optional(whole(0)),
  opened: optional(flag),
  back: optional(object({ replayed: whole(0), expired: whole(0) })),
});

const count = oneOf('questions', 'answers', 'wasted', 'failures', 'sent', 'received', 'heartbeats');

const conditions = object({
  rate: number(0, 1e3),
  rtt: number(0, 1e6),
  damage: oneOf('none', 'cut', 'stall'),
  loss: optional(oneOf(...LOSSES)),
});

/** What each event brings along. */
const EVENTS: Record<Told[0], readonly Check[]> = {
  goOn: [standing],
  truth: [tick],
  show: [tick],
  receive: [tick, span],
  drawn: [span, span],
  measure: [text(100), meter],
  count: [count],
  status: [status, flag],
  conditions: [conditions],
  truthUnknown: [],
  suspend: [],
  resume: [],
  advance: [],
};
const when: Check = (value) => value === null || time(value);
const events = new Map<unknown, Check>(
  Object.entries(EVENTS).map(([what, brings]) => [what, tuple(when, oneOf(what), ...brings)]),
);
const event: Check = (value) => Array.isArray(value) && (events.get(value[1])?.(value) ?? false);

const side: Check = (value) =>
  object({ ran: flag, events: list(event, LOG_LENGTH), scores: isNumbers })(value) &&
  trueInOrder((value as { events: RunEvent[] }).events);

/** The market numbers its prices one by one. */
function trueInOrder(events: readonly RunEvent[]): boolean {
  let last = 0;
  return events.every((event) => {
    if (event[1] !== 'truth') return true;
    const inOrder = event[2].seq >= last;
    last = event[2].seq;
    return inOrder;
  });
}

const isNumbers: Check = (value) => isObject(value) && Object.values(value).every(span);

const message = object({
  side: oneOf('http', 'ws', 'terminal', 'shared'),
  connection: whole(1),
  kind: oneOf('request', 'answer', 'chunk', 'frame', 'http2', 'unreadable'),
  direction: oneOf('up', 'down'),
  sent: time,
  received: optional(time),
  lost: optional(time),
  bytes: whole(0),
});
const messages = list(message, MESSAGES_KEPT);

/** The parts of a file, and what each is called in a sentence. */
const PARTS: [name: keyof Recording, words: string, check: Check][] = [
  ['day', 'date', pattern(/^\d{4}-\d\d-\d\d$/)],
  ['browser', 'browser', text(1_000)],
  [
    'settings',
    'settings',
    object({
      symbol: pattern(/^[A-Z]{1,8}$/),
      left: text(40),
      poll: oneOf(...POLLS),
      http: oneOf('1.1', '2'),
    }),
  ],
  ['ended', 'end', time],
  ['clockError', 'clock', number(0, LATEST)],
  ['cut', 'length', flag],
  ['left', 'Ask side', side],
  ['right', 'Told side', side],
  ['messages', 'messages', (value) => value === null || messages(value)],
];

/** Reads a file's text. @returns the run in it, or why there is none that can be replayed */
export function readRecording(content: string): Recording | Problem {
  let read: unknown;
  try {
    read = JSON.parse(content);
  } catch {
    return { problem: 'This is not a recorded run, or it was cut off: it can’t be read as JSON.' };
  }
  if (!isObject(read) || read['format'] !== FORMAT) {
    return { problem: 'This file is not a run that was recorded by this page.' };
  }
  if (read['version'] !== VERSION) {
    return {
      problem:
        'This run was recorded by another version of this page, which saved it in another format.',
    };
  }
  for (const [name, words, check] of PARTS) {
    if (!check(read[name]))
      return { problem: `This recorded run is damaged: its ${words} can’t be read.` };
  }
  const recording = read as unknown as Recording;
  if (!leftWays.some(({ id }) => id === recording.settings.left)) {
    return { problem: 'This run was recorded with a way of asking that this page doesn’t know.' };
  }
  return recording;
}
