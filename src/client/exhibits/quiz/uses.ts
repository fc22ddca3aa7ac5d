export type Choice = 'ask' | 'push' | 'websocket';

/** The choices in the order in which they are offered, each with its words and what they mean. */
export const choices: Record<Choice, { words: string; means: string }> = {
  ask: {
    words: 'Ask',
    means: 'The browser asks, the server answers at once. For more, ask again.',
  },
  push: {
    words: 'Long poll or SSE',
    means:
      'The server answers when there is news. Then long polling asks again; Server-Sent Events (SSE) go on in the same answer. What you send is a new request.',
  },
  websocket: {
    words: 'WebSocket',
    means:
      'The browser asks once, to open a connection. After that, both sides send whenever they like.',
  },
};

/** Something people use every day, for which an engineer once had to choose. */
export interface Application {
  id: string;
  name: string;
  /** How often it changes and who speaks. */
  happens: string;
  /** One or two; the first is what you would pick first. */
  right: readonly Choice[];
  reason: string;
  /** What each choice that is not right would cost, and whether it works all the same. */
  costs: Partial<Record<Choice, string>>;
}

export const applications: readonly Application[] = [
  {
    id: 'score',
    name: 'A live basketball score',
    happens: 'It changes a few times a minute. The server sends, the fans watch.',
    right: ['push', 'websocket'],
    reason:
      'News goes one way and should arrive at once: Server-Sent Events do just that, over plain HTTP. A WebSocket is just as fast. What decides: if fans also vote or chat, or a WebSocket is open anyway, use that.',
    costs: {
      ask: 'Asking works too, and one cached answer can serve a million fans. But if you ask every 10 s, a point comes 5 s late on average.',
    },
  },
  {
    id: 'chat',
    name: 'Chat',
    happens: 'Anyone may write at any moment, and all the others want to read it at once.',
    right: ['websocket'],
    reason:
      'Both sides speak, and nobody knows when. On an open connection each message, and each “Ana is typing”, is sent the moment it exists, with only a few bytes around it.',
    costs: {
      ask: 'Asking works, but you must choose: seldom, and you read late, or often, and mostly hear “nothing new”.',
      push: 'Long polling works too, and is how chat was done for years: a long poll to hear, a POST for each message. So everything you send costs a whole request.',
    },
  },
  {
    id: 'game',
    name: 'A multiplayer game',
    happens: 'Every player moves many times a second, and all the others must see it now.',
    right: ['websocket'],
    reason:
      'Many small messages both ways: of these three, a WebSocket adds least to each. It runs on TCP, where one lost packet holds up all after it. So the fastest games use WebRTC data channels or WebTransport, which run on UDP and can skip what was lost.',
    costs: {
      ask: 'Asking works for chess. Here the others’ moves would always wait for your next question.',
      push: 'A push brings you the others’ moves in time. But each move of yours is a request of its own, many a second, and one can overtake another.',
    },
  },
  {
    id: 'bank',
    name: 'A bank statement',
    happens: 'A few new lines a day. You open it, read it and close it.',
    right: ['ask'],
    reason:
      'A statement must be right when you look, and you look seldom: one question, one answer. “Tell me when money leaves” is another thing: a notification.',
    costs: {
      push: 'A push works, but the server holds a connection open for every reader and almost never has anything to say.',
      websocket:
        'A WebSocket works, but the connection stays silent. And you must build asking on top of it: which answer belongs to which question, and what went wrong.',
    },
  },
  {
    id: 'weather',
    name: 'A weather page',
    happens: 'A new forecast every hour or so, the same for everyone in town.',
    right: ['ask'],
    reason:
      'A forecast changes seldom, and many people get the same one. So the browser and caches on the way can keep it, and “not changed” (304) is a very short answer.',
    costs: {
      push: 'A push works, but each reader holds a connection open for one piece of news an hour.',
      websocket:
        'A WebSocket works, but HTTP’s caches can’t keep what comes over it: your server tells every reader itself.',
    },
  },
  {
    id: 'document',
    name: 'A shared document',
    happens: 'Several people type in the same text and see each other’s cursors move.',
    right: ['websocket'],
    reason:
      'Everyone writes and reads, several times a second, and what comes late collides. A WebSocket carries both ways and, while it is open, keeps each person’s changes in order. Merging them is still your work, whatever the connection.',
    costs: {
      ask: 'Asking works for a wiki, where people save now and then. Here you would type into words that are already gone.',
      push: 'Long polling works too, and well-known editors have run on it. But what you type goes out as one request after another, and you must keep those in order yourself.',
    },
  },
  {
    id: 'news',
    name: 'A news article',
    happens: 'Written once, perhaps corrected once, read by thousands.',
    right: ['ask'],
    reason:
      'One question brings all of it, and then there is no more to say. The answer has an address to share, search engines find it, and caches can keep it.',
    costs: {
      push: 'A push works, and suits a live blog. For a finished article a connection stays open for nothing.',
      websocket:
        'A WebSocket works, but you give up what HTTP brings along: caches, search, and an address that leads straight to the text.',
    },
  },
  {
    id: 'delivery',
    name: 'A delivery on a map',
    happens: 'Every few seconds the van reports where it is. You only watch.',
    right: ['push', 'ask'],
    reason:
      'News goes one way, so a push shows each report as it comes. Asking every 10 to 30 s is right too, and simpler. What decides: how late the van may be on your map, and whether your server can keep a connection open for everyone waiting.',
    costs: {
      websocket:
        'A WebSocket works too, and is a good choice if you also chat with the driver. For the map alone you use half of it, and must write the reconnecting that SSE has built in.',
    },
  },
  {
    id: 'photo',
    name: 'Uploading a photo',
    happens: 'One large file goes up, one short answer comes back.',
    right: ['ask'],
    reason:
      'An upload is one HTTP request with a large body. Progress bars, retries and resuming where it stopped all exist for it.',
    costs: {
      push: 'A push brings news to the browser, but the photo goes the other way: that is still a request. A push can tell you later that the photo is ready.',
      websocket:
        'A WebSocket works, but you build by hand what exists for HTTP: pieces, progress, retries, and waiting when the network is slow.',
    },
  },
];

/** For whoever has judged them all. */
export const advice =
  'A rule of thumb: if you want to know now and then, ask. If news comes at any moment and you only listen, let the server push. If both sides speak often, open a WebSocket.';

/** What to tell someone who has chosen. */
export interface Judgement {
  right: boolean;
  sentence: string;
  /** One paragraph each: first what the choice would cost, if it is not right, then the reason. */
  why: readonly string[];
}

export function judge({ right, reason, costs }: Application, choice: Choice): Judgement {
  const cost = costs[choice];
  if (cost) {
    const better = right.map((one) => choices[one].words).join(', or ');
    return { right: false, sentence: `Better: ${better}.`, why: [cost, reason] };
  }
  const sentence = choice === right[0] ? 'Right.' : 'Right too.';
  return { right: true, sentence, why: [reason] };
}

/** What the visitor has chosen for each application, by its id; kept while the page is open. */
export const choicesMade = new Map<string, Choice>();
