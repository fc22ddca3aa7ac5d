import type { LeftWay } from '../../ways/index.ts';

/** A step of the guided lesson: a sentence, something to do, and what to have before one's eyes. */
export interface Step {
  title: string;
  say: string;
  do: string;
  /** The `<details>` that is opened for it. */
  open?: string;
  /** How the left side has to ask. */
  left?: LeftWay;
  /** Offers these ways of asking right here: on a phone the exhibit leaves no room for the cards. */
  offers?: readonly LeftWay[];
}

/** The lesson, in order. */
export const steps: readonly Step[] = [
  {
    title: 'The problem',
    say: 'Something changes by itself: a price, the score of a game. Left, your browser must ask, and from then on the answer grows old.',
    do: 'Press Get price. Wait. Press again. Count how often you would have to press to never be wrong.',
    left: 'press',
  },
  {
    title: 'Who needs more than asking?',
    say: 'A live score, a chat, a game: there the other side has something to say when you have not asked. For a bank statement or a news article asking is just right.',
    do: 'Choose for all nine what you would use.',
    open: 'uses',
  },
  {
    title: 'Three actions of talking',
    say: 'One way only is called simplex; one after the other, half duplex; both at once, full duplex.',
    do: 'Read the three cards. Which of them is the left side now, which one the right?',
    open: 'duplex',
  },
  {
    title: 'It begins as an HTTP request',
    say: 'A WebSocket is asked for over HTTP: “Upgrade: websocket”. The server proves that it has understood, says 101, and the same connection goes on as something else.',
    do: 'Follow the four steps from the browser’s key to the server’s answer. Then try a key of your own.',
    open: 'handshake',
  },
  {
    title: 'The line stays open',
    say: 'After the handshake the line simply stays: see the tube, and the prices that come down without a question.',
    do: 'Cut the line (X), count to five, mend it again. Watch what each side does about it.',
    open: 'messages',
  },
  {
    title: 'Both sides talk',
    say: 'The same line takes what you send, while the prices keep coming. Over HTTP each note is a request of its own.',
    do: 'Send some notes quickly, one after the other. Compare the bytes.',
    open: 'duplex',
  },
  {
    title: 'What people did before, and what it costs',
    say: 'A timer asks too seldom or too often. Long polling asks and waits. Server-Sent Events stream, but one way.',
    do: 'Let the left side ask in each of these ways for ten seconds. Compare headers, framing and body.',
    open: 'bytes',
    left: 'timer',
    offers: ['timer', 'long-poll', 'sse'],
  },
  {
    title: 'ws:// and wss://',
    say: 'ws:// is to wss:// as http:// is to https://: the same messages, in the clear or encrypted with TLS.',
    do: 'See what somebody on the line could have read of the messages you have just exchanged.',
    open: 'secure',
  },
];
