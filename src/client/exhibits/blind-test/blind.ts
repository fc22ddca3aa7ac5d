/** The rounds of the blind guess, and what can be said about a guess. */
import type { BlindRound, Poll } from '../../settings/url-settings.ts';
import { seconds } from '../../ui/format.ts';
import type { LeftWay } from '../../ways/index.ts';

export interface Round {
  left: LeftWay;
  poll?: Poll;
  /** Price changes per second, where the round needs another pace. */
  rate?: number;
  /** Somebody has to press for one of the two. */
  button: boolean;
  /** What the left side was, once that may be said. */
  was: string;
  /** What there was to notice. */
  lesson: string;
}

export const rounds: Record<BlindRound, Round> = {
  1: {
    left: 'press',
    button: true,
    was: 'a button that asks over HTTP',
    lesson: 'The WebSocket moved by itself. The other moved only when you pressed.',
  },
  2: {
    left: 'timer',
    poll: '1',
    button: false,
    was: 'a timer that asks over HTTP every second',
    lesson:
      'The timer moves once a second and skips prices. The WebSocket shows each one when it happens.',
  },
  3: {
    left: 'long-poll',
    rate: 0.5,
    button: false,
    was: 'long polling over HTTP',
    lesson: 'Almost the same! At this pace, you only see the difference on the wire.',
  },
};

export type Guess = 'a' | 'b' | 'none';

/** What gave it away, as somebody may say. */
export type Clue = 'itself' | 'fresh' | 'skips' | 'nothing';

/** What was measured of one of the two; times in ms. Undefined is what could not be. */
export interface Measured {
  duration: number;
  ticks: number;
  arrivals: number;
  missed: number;
  meanOutOfDate: number | undefined;
}

/** Whether the WebSocket stands on the left, by chance. */
export function toss(): boolean {
  return ((crypto.getRandomValues(new Uint8Array(1))[0] as number) & 1) === 1;
}

/** What comes of a guess, in a sentence. */
export function verdict(guess: Guess, webSocket: 'a' | 'b'): string {
  const letter = webSocket.toUpperCase();
  if (guess === 'none') return `The WebSocket was ${letter}.`;
  return guess === webSocket
    ? `You were right: the WebSocket was ${letter}.`
    : `Not this time: the WebSocket was ${letter}.`;
}

/** What there is to say to a clue, by what was measured of the WebSocket and of the other one. */
export function answerTo(clue: Clue, told: Measured, asked: Measured): string {
  const [ours, theirs] = [seconds(told.meanOutOfDate), seconds(asked.meanOutOfDate)];
  switch (clue) {
    case 'itself':
      return told.arrivals > 1
        ? `You said it moved by itself. It did: ${told.arrivals} times, every ${seconds(told.duration / told.arrivals)}.`
        : 'You said it moved by itself. The price hardly changed this time.';
    case 'fresh': {
      const quicker = (told.meanOutOfDate ?? 0) < (asked.meanOutOfDate ?? 0);
      return `You said it was quicker. ${quicker ? 'It was' : 'Not this time'}: its price was ${ours} out of date on average, the other one’s ${theirs}.`;
    }
    case 'skips':
      return `You said the other one skipped prices. ${asked.missed > 0 ? 'It did' : 'Not this time'}: it skipped ${asked.missed} of ${asked.ticks}.`;
    case 'nothing':
      return `You said nothing did. On average the WebSocket’s price was ${ours} out of date, the other one’s ${theirs}.`;
  }
}
