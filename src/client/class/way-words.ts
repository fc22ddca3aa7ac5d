import type { WayId } from '../../protocol/class/round.ts';

interface WayWords {
  /** Its name in rows and tables. */
  name: string;
  /** What a phone with it does, as its heading. */
  you: string;
  /** What its owner does. */
  todo: string;
  /** What the phones with it do, as the screen says it. */
  they: string;
}

/** What a class calls the five ways. */
const WORDS: Record<WayId, WayWords> = {
  press: {
    name: 'Ask: by hand',
    you: 'You ask by hand',
    todo: 'Press whenever you want to know.',
    they: 'ask when somebody presses',
  },
  timer: {
    name: 'Ask: on a timer',
    you: 'Your phone asks on a timer',
    todo: 'Just watch.',
    they: 'ask again and again',
  },
  'long-poll': {
    name: 'Ask and wait',
    you: 'Your phone asks and waits',
    todo: 'The server answers when there is a new price. Just watch.',
    they: 'ask, and the answer waits for news',
  },
  sse: {
    name: 'Server-Sent Events',
    you: 'Your phone asked once. Now it is told',
    todo: 'One answer keeps arriving. Just watch.',
    they: 'ask once, and the answer never ends',
  },
  websocket: {
    name: 'WebSocket',
    you: 'Your phone is told',
    todo: 'The server sends each new price. Just watch.',
    they: 'are told over an open line',
  },
};

export const wayWords = (way: WayId): WayWords => WORDS[way];

/** The side of the page that a way belongs to, and so its colour. */
export const hueOf = (way: WayId): 'http' | 'ws' => (way === 'websocket' ? 'ws' : 'http');
