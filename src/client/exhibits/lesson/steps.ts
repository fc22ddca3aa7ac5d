import type { Session } from '../../session/session.ts';
import type { LeftWay } from '../../ways/index.ts';
import { comparisonOf } from '../compare/comparison.ts';
import * as measures from './measures.ts';

/** A step of the lesson, in four beats: predict, do, see, why. */
export interface Step {
  title: string;
  /** What to remember of it, in one sentence. */
  idea: string;
  /** The `<details>` that is opened for it. */
  open?: string;
  /** How the left side has to ask. */
  left?: LeftWay;
  predict: { question: string; answers: readonly string[] };
  do: {
    text: string;
    /** The control that is needed, where it is not in the exhibit itself. */
    button?: {
      label: string;
      press: (session: Session) => void;
      /** Pressed by the guess: there is nothing to be learnt from pressing it. */
      atOnce?: true;
      /** Under way, so that pressing it again does nothing. */
      busy?: (session: Session) => boolean;
    };
    measure: measures.Measure;
  };
  why: string;
}

/** The lesson, in order. */
export const steps: readonly Step[] = [
  {
    title: 'The problem',
    idea: 'HTTP answers when asked. From then on the answer goes stale.',
    left: 'press',
    predict: {
      question:
        'The price changes by itself. How often must you press Get price to see every change?',
      answers: ['Once', 'Once a second', 'At every change, and nobody tells me when'],
    },
    do: {
      text: 'Press Get price three times, whenever you like.',
      button: { label: 'Get price', press: ({ left }) => left.press() },
      measure: measures.presses,
    },
    why: 'An HTTP server only speaks when asked. The page can’t know that the price has changed until it asks again.',
  },
  {
    title: 'When is asking not enough?',
    idea: 'News both ways, at any moment, calls for a WebSocket. Much else does not.',
    open: 'uses',
    predict: {
      question: 'Of nine everyday uses, for how many is a WebSocket the first choice?',
      answers: ['One to three', 'Four to six', 'Seven to nine'],
    },
    do: {
      text: 'For each of the nine, pick what you’d use.',
      measure: measures.quiz,
    },
    why: 'In a chat or a game, the other side has news before you ask. A bank statement or a news article can wait until you do.',
  },
  {
    title: 'Three ways to talk',
    idea: 'A request and its answer take turns. A WebSocket carries both directions at once.',
    open: 'duplex',
    predict: {
      question: 'Over one HTTP/1.1 connection, who may talk when?',
      answers: ['Only the server, all the time', 'Both, in turns', 'Both at the same time'],
    },
    do: {
      text: 'Send a note over both sides while prices arrive.',
      button: { label: 'Send a note', press: (session) => sendNotes(session, 1) },
      measure: measures.oneNote,
    },
    why: 'Taking turns is called half duplex, both at once full duplex, one way only simplex. The TCP connection below could always do both: it is the conversation that takes turns.',
  },
  {
    title: 'It begins as an HTTP request',
    idea: 'One HTTP request with “Upgrade: websocket”, one 101, and the same connection goes on.',
    open: 'handshake',
    predict: {
      question: 'How does a WebSocket connection begin?',
      answers: ['On a port of its own', 'As an HTTP request', 'With secret keys'],
    },
    do: {
      text: 'Disconnect the Told side and connect it again.',
      button: { label: 'Reconnect', press: reconnect },
      measure: measures.handshake,
    },
    why: 'The server proves it understood, replies “101 Switching Protocols”, and the same connection becomes a WebSocket. It uses the same port as the page.',
  },
  {
    title: 'The line stays open',
    idea: 'An open line can break. A good client reconnects and asks for what it missed.',
    open: 'messages',
    left: 'timer',
    predict: {
      question: 'The line will break for five seconds. Who gets the missed prices afterwards?',
      answers: ['Neither side', 'Only the Ask side', 'Only the Told side', 'Both'],
    },
    do: {
      text: 'Cut the line for five seconds. Keep an eye on both prices.',
      button: {
        label: 'Cut the line',
        press: (session) => session.commands.setDamage('cut'),
        busy: ({ damage }) => damage === 'cut',
      },
      measure: measures.cutLine,
    },
    why: 'When it reconnects, the Told side names the last price it had, and the server sends the rest. That is this page’s own work: WebSocket has no such thing built in.',
  },
  {
    title: 'Both sides talk',
    idea: 'Sending over HTTP costs a request each time, over a WebSocket a frame.',
    open: 'duplex',
    left: 'press',
    predict: {
      question: 'You send five notes on both sides. How many new HTTP requests does that take?',
      answers: [
        'Ask side five, Told side five',
        'Ask side five, Told side none',
        'One on each side',
      ],
    },
    do: {
      text: 'Send five notes in quick succession.',
      button: { label: 'Send five notes', press: (session) => sendNotes(session, 5) },
      measure: measures.fiveNotes,
    },
    why: 'Each HTTP request brings its headers along. A frame has a header of 2 to 14 bytes, and the line is already open.',
  },
  {
    title: 'What came before, and what it cost',
    idea: 'A timer wastes questions, long polling asks again each time, Server-Sent Events only go one way.',
    open: 'compare',
    predict: {
      question:
        'Long polling brings each price at once, too. How many bytes does a price cost, compared with the WebSocket?',
      answers: ['About as many', 'Two or three times as many', 'Four times as many, or more'],
    },
    do: {
      text: 'Compare all five ways, ten seconds each.',
      button: {
        label: 'Compare',
        press: (session) => void comparisonOf(session).start(),
        atOnce: true,
        busy: (session) => comparisonOf(session).running,
      },
      measure: measures.compared,
    },
    why: 'Long polling is as fresh as a WebSocket but pays for a request each time. Server-Sent Events come close, but the browser can’t talk back on them.',
  },
  {
    title: 'ws:// and wss://',
    idea: 'wss:// is to ws:// what https:// is to http://: the same messages inside TLS.',
    open: 'secure',
    predict: {
      question: 'On open Wi-Fi and without TLS, what can a stranger read of a WebSocket?',
      answers: ['Nothing: frames are binary', 'Only who talks to whom', 'Everything'],
    },
    do: {
      text: 'Send a note, then look for it in what an eavesdropper sees.',
      button: { label: 'Send a note', press: (session) => sendNotes(session, 1) },
      measure: measures.eavesdropping,
    },
    why: 'Framing is no encryption, and the mask on the browser’s frames travels with them. wss:// puts the same frames inside TLS.',
  },
];

/** Sends notes on both sides, all at once. Their numbers begin anywhere, so that no other note has them. */
function sendNotes(session: Session, count: number): void {
  const first = Math.floor(Math.random() * 1_000_000_000);
  for (let i = 0; i < count; i++) {
    const note = { id: first + i, text: count === 1 ? 'my note' : `note ${i + 1}` };
    for (const side of [session.left, session.right]) side.send(note);
  }
}

function reconnect({ right }: Session): void {
  right.stop(true);
  right.start();
}
