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
    say: 'Something changes by itself: a price, the score of a game. On the left, your browser has to ask, and the answer starts going stale at once.',
    do: 'Press Get price. Wait. Press again. How often would you have to press to never be wrong?',
    left: 'press',
  },
  {
    title: 'When is asking not enough?',
    say: 'A live score, a chat, a game: here the other side has news before you ask. For a bank statement or a news article, asking is just right.',
    do: 'For each of the nine, pick what you’d use.',
    open: 'uses',
  },
  {
    title: 'Three ways to talk',
    say: 'One way only is called simplex; one after the other, half duplex; both at once, full duplex.',
    do: 'Read the three cards. Which one describes the left side? And the right?',
    open: 'duplex',
  },
  {
    title: 'It begins as an HTTP request',
    say: 'A WebSocket is asked for over HTTP: “Upgrade: websocket”. The server proves it understood, replies “101 Switching Protocols”, and the same connection becomes a WebSocket.',
    do: 'Follow the four steps from the browser’s key to the server’s answer. Then try a key of your own.',
    open: 'handshake',
  },
  {
    title: 'The line stays open',
    say: 'After the handshake the line stays open. See the tube, and the prices that arrive without a request.',
    do: 'Cut the line (X), count to five, then repair it. Watch what each side does about it.',
    open: 'messages',
  },
  {
    title: 'Both sides talk',
    say: 'You can send on the same line while the prices keep coming. Over HTTP each note is a request of its own.',
    do: 'Send several notes in quick succession. Compare the bytes.',
    open: 'duplex',
  },
  {
    title: 'What came before, and what it cost',
    say: 'A timer asks too rarely or too often. Long polling asks and waits. Server-Sent Events stream, but only one way.',
    do: 'Let the left side ask in each of these ways for ten seconds. Compare headers, framing and body.',
    open: 'bytes',
    left: 'timer',
    offers: ['timer', 'long-poll', 'sse'],
  },
  {
    title: 'ws:// and wss://',
    say: 'ws:// is to wss:// as http:// is to https://: the same messages, in the clear or encrypted with TLS.',
    do: 'See what an eavesdropper could have read.',
    open: 'secure',
  },
];
