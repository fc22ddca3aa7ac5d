/** The rounds of a class, as data, in the order of the lesson. An instructor may begin with any of them. */
import type { Phase, WayId } from '../../../protocol/class/round.ts';

/** A question that a class answers, then tries out. */
export interface Round {
  /** Names it in messages and links, so it never changes. */
  readonly id: string;
  readonly title: string;
  readonly question: string;
  /** Two to four. */
  readonly choices: readonly string[];
  /** Index of the right choice. */
  readonly answer: number;
  /** Why, in one or two sentences; where asking is the better choice, this says so. */
  readonly why: string;
  /** The ways that the phones are spread over; none if there is nothing to run. */
  readonly ways: readonly WayId[];
  /** How often a phone on a timer asks, in s. */
  readonly poll: number;
  /** How long the run takes, in s. */
  readonly seconds: number;
  /** Price changes a second in the run. */
  readonly rate: number;
  /** Whether the phones send something, too. */
  readonly tap: boolean;
  /** Whether phones with a button ask once by themselves, so that there is a price that can grow old. */
  readonly askFirst: boolean;
  /** All lines are cut so many s after the run's beginning, for so many s. */
  readonly cut?: { readonly after: number; readonly seconds: number };
  /** One of those that fit into ten minutes. */
  readonly short: boolean;
  /** What the instructor may say, phase by phase; where it says nothing, what fits every round. */
  readonly say: Partial<Record<Phase, string>>;
}

/** What most rounds have in common. */
const usual = { poll: 1, seconds: 20, rate: 2, tap: false, askFirst: true, short: false };

export const rounds: readonly Round[] = [
  {
    ...usual,
    id: 'who-is-right',
    title: 'Who is right?',
    question:
      'The price changes twice a second. Half of you press a button to ask for it, the others are told over a WebSocket. Whose price is right for more of the time?',
    choices: ['The ones who press', 'The ones who are told', 'Both about the same'],
    answer: 1,
    why: 'An answer is right only until the next change, and no button says when that is. Over a WebSocket the server says it itself.',
    ways: ['press', 'websocket'],
    short: true,
    say: {
      predict: 'Read the question aloud. Nobody has to know what a WebSocket is yet.',
      run: 'Let them press as fast as they like. Ask somebody with a button: is your price right now? How do you know?',
      reveal: 'Those who pressed a lot were right more often, and paid for each press.',
    },
  },
  {
    ...usual,
    id: 'how-many-missed',
    title: 'How many will you miss?',
    question:
      'The price changes twice a second. A phone on a timer asks once a second. How many of the prices will it never show?',
    choices: ['Almost none', 'About half', 'Almost all'],
    answer: 1,
    why: 'Two prices come and go between two questions, and an answer brings only the newest. Asking twice as often would just keep up, for twice the bytes.',
    ways: ['timer', 'websocket'],
    say: {
      run: 'Ask two neighbours, one on a timer and one with a WebSocket, to hold their phones side by side.',
    },
  },
  {
    ...usual,
    id: 'news',
    title: 'News!',
    question:
      'News is coming, and the price will jump. You get it in five different ways. Who will know last?',
    choices: ['Those with a button', 'Those on a timer', 'Those whom the server tells'],
    answer: 0,
    why: 'The server can tell only those who have left a question or a line open: long polling, events and WebSocket. A timer waits for its next question, a button for a finger.',
    ways: ['press', 'timer', 'long-poll', 'sse', 'websocket'],
    seconds: 40,
    // Slow, so that everybody sees the jump.
    rate: 0.5,
    short: true,
    say: {
      predict: 'Tell them that you have a button that makes news.',
      run: 'Wait until all look at their phones, then press News! Press it again as often as you like: the last one counts.',
      reveal:
        'Events and long polling are as quick as the WebSocket here. Only the bytes and the way back differ.',
    },
  },
  {
    ...usual,
    id: 'what-a-price-costs',
    title: 'What does a price cost?',
    question:
      'Long polling, an event stream and a WebSocket all bring a price as soon as it changes. How many bytes does a price cost by long polling, compared with a WebSocket?',
    choices: ['About as many', 'About twice as many', 'More than five times as many'],
    answer: 2,
    why: 'Long polling sends a whole request and a whole answer for each price, with all their headers. An event stream and a WebSocket do that once, then add a few bytes to each price.',
    ways: ['long-poll', 'sse', 'websocket'],
    seconds: 30,
    rate: 4,
    short: true,
    say: {
      run: 'On the phones all three look alike. The difference is in what goes over the air.',
      reveal:
        'The event stream comes close to the WebSocket: if nothing has to be sent back, it is as good.',
    },
  },
  {
    ...usual,
    id: 'the-line-is-cut',
    title: 'The line is cut',
    question:
      'All lines will be cut for eight seconds, then repaired. Which phones will have every price in the end, even those from the time without a line?',
    choices: [
      'None of them',
      'Those on a timer',
      'Those with an event stream or a WebSocket',
      'All of them',
    ],
    answer: 2,
    why: 'They come back by themselves and name the last price that they have, so the server sends the rest. An answer to a question brings the newest price only.',
    ways: ['timer', 'long-poll', 'sse', 'websocket'],
    seconds: 35,
    cut: { after: 6, seconds: 8 },
    say: {
      run: 'The lines are cut six seconds after the start. Whose phone says so first? Whose comes back first?',
      reveal:
        'Nobody could show a price that was true while the line was cut. Some got it later, and that is what a chat needs.',
    },
  },
  {
    ...usual,
    id: 'both-ways',
    title: 'Both ways at once',
    question:
      'The prices keep coming, and everybody taps to send something back. Which phones need a whole new request for each tap?',
    choices: ['Those with an event stream', 'Those with a WebSocket', 'Both', 'Neither'],
    answer: 0,
    why: 'An event stream goes one way only, so each tap is a request of its own, with all its headers. On a WebSocket a tap is one small frame on the line that is open already.',
    ways: ['sse', 'websocket'],
    tap: true,
    say: {
      run: 'Everybody taps as fast as they can.',
      reveal: 'Look at the questions: one a tap on one side, a single one a phone on the other.',
    },
  },
  {
    ...usual,
    id: 'when-asking-wins',
    title: 'When asking wins',
    question:
      'The price changes once a minute, and you look at it once. Which is the best way to get it?',
    choices: ['Ask when you look', 'Ask every second', 'Keep a WebSocket open'],
    answer: 0,
    why: 'Here asking wins: one question, one answer, and nothing has to stay open. A timer mostly asks in vain, and each WebSocket is a connection that the server keeps for almost nothing.',
    ways: ['press', 'timer', 'websocket'],
    seconds: 30,
    rate: 1 / 60,
    // One look is one question.
    askFirst: false,
    short: true,
    say: {
      run: 'Those with a button press it once. Then nothing happens for half a minute, and that is the point. Go on as soon as you like.',
      reveal:
        'Most of what people look up is like this: a timetable, a forecast, an article. Asking is the right choice there.',
    },
  },
  {
    ...usual,
    id: 'which-would-you-use',
    title: 'Which would you use?',
    question: 'Which of these four needs a WebSocket most?',
    choices: [
      'A bank statement',
      'A weather page',
      'A live basketball score',
      'A multiplayer game',
    ],
    answer: 3,
    why: 'In a game everybody sends and everybody must see it at once: many small messages, both ways. A statement and a forecast are best asked for, and for a score an event stream will do.',
    ways: [],
    say: {
      reveal:
        'Ask for more examples from the room, and for each of them: who has something to say, and when?',
    },
  },
];
