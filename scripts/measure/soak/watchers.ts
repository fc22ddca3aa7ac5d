/** Clients that behave: each way of getting a price, plainly and on a tab's line. */
import { once, setMaxListeners } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { fetchText } from './http.ts';

const TAB = 'watcher';

/** Of the tab's line, in ms. */
const RTT = 50;

/** So often somebody asks who is not held, in ms. */
const ASK_EVERY = 250;

/** What has become of somebody who watches. */
export class Watcher {
  readonly name: string;
  /** Whether it is told every price. */
  readonly everything: boolean;
  /** Prices or answers. */
  told = 0;
  /** Prices that never came, of who is told every one. */
  missed = 0;
  /** How often the server was not there for it. */
  refused = 0;
  readonly failures: string[] = [];
  /** The newest price's seq. */
  newest = 0;

  constructor(name: string, everything: boolean) {
    this.name = name;
    this.everything = everything;
  }

  get well(): boolean {
    return this.told > 0 && this.missed === 0 && this.failures.length === 0;
  }

  tell(seq: number): void {
    this.told += 1;
    if (seq <= this.newest) this.failures.push(`${seq} after ${this.newest}`);
    else if (this.everything && this.newest > 0) this.missed += seq - this.newest - 1;
    this.newest = seq;
  }
}

/**
 * Starts one of each, all of which watch until `over`.
 * @param lines whether some of them are on a tab's line
 */
export async function watch(port: number, over: AbortSignal, lines: boolean): Promise<Watcher[]> {
  setMaxListeners(0, over);
  const start = (
    name: string,
    everything: boolean,
    watchAs: (watcher: Watcher) => Promise<void>,
  ): Watcher => {
    const watcher = new Watcher(name, everything);
    watchAs(watcher).catch((error: Error) => {
      if (!over.aborted) watcher.failures.push(error.message);
    });
    return watcher;
  };
  const keptConnection = () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    over.addEventListener('abort', () => agent.destroy());
    return agent;
  };
  const answerTo = async (options: object, text = '') => {
    const { status, body } = await fetchText({ port, signal: over, ...options }, text);
    if (status !== 200) throw new Error(`${status}: ${body.slice(0, 80)}`);
    return body;
  };

  const listen = (path: string) => async (watcher: Watcher) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    over.addEventListener('abort', () => socket.terminate());
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type === 'tick') watcher.tell(message.seq);
      if (message.type === 'truth') watcher.tell(message.ticks[0].seq);
    });
    const [code] = await once(socket, 'close');
    throw new Error(`closed with ${code}`);
  };
  const hearEvents = (path: string) => async (watcher: Watcher) => {
    const asking = get({ port, host: '127.0.0.1', path, agent: false, signal: over });
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    for await (const line of createInterface({ input: answer })) {
      if (line.startsWith('id: ')) watcher.tell(Number(line.slice(4)));
    }
    throw new Error('the event stream ended');
  };
  const askAndWait = (query: string) => async (watcher: Watcher) => {
    const agent = keptConnection();
    while (!over.aborted) {
      const path = `/price?${watcher.newest ? `after=${watcher.newest}` : ''}${query}`;
      watcher.tell(JSON.parse(await answerTo({ path, agent })).seq);
    }
  };
  const askNowAndThen =
    (ask: () => Promise<string>, expected: RegExp, mayBeRefused = false) =>
    async (watcher: Watcher) => {
      while (!over.aborted) {
        try {
          const answer = await ask();
          if (!expected.test(answer)) watcher.failures.push(answer.slice(0, 80));
          watcher.told += 1;
        } catch (error) {
          if (!mayBeRefused || over.aborted) throw error;
          watcher.refused += 1;
        }
        await sleep(ASK_EVERY, undefined, { signal: over });
      }
    };

  const agent = keptConnection();
  const note = JSON.stringify({ id: 1, text: 'Buy!' });
  const headers = { 'content-type': 'application/json', 'content-length': note.length };
  const askForPrice = () => answerTo({ path: '/price', agent });
  const saySomething = () => answerTo({ path: '/note', method: 'POST', headers, agent }, note);
  const askForPage = () => answerTo({ path: '/' });

  if (lines) await openLine(port, over);
  return [
    start('WebSocket', true, listen('/stream')),
    start('Event stream', true, hearEvents('/events')),
    start('Instruments', true, listen('/instruments')),
    start('Ask and wait', false, askAndWait('')),
    ...(lines
      ? [
          start('WebSocket, on a line', true, listen(`/stream?tab=${TAB}`)),
          start('Event stream, on a line', true, hearEvents(`/events?tab=${TAB}`)),
          start('Ask and wait, on a line', false, askAndWait(`&tab=${TAB}`)),
        ]
      : []),
    start('Ask on a timer', false, askNowAndThen(askForPrice, /"seq"/)),
    start('Say something', false, askNowAndThen(saySomething, /"text":"Buy!"/)),
    start('Come anew for the page', false, askNowAndThen(askForPage, /<html/, true)),
  ];
}

async function openLine(port: number, over: AbortSignal): Promise<void> {
  const instruments = new WebSocket(`ws://127.0.0.1:${port}/instruments`);
  over.addEventListener('abort', () => instruments.terminate());
  await once(instruments, 'open');
  instruments.send(JSON.stringify({ type: 'line', tab: TAB, rtt: RTT }));
}
