/** A browser and a server for the session's tests: both move by hand, and so does the clock. */
import type { TestContext } from 'node:test';
import type { Bytes, Meter } from '../../../protocol/instruments/bytes.ts';
import type { Hello } from '../../../protocol/instruments/hello.ts';
import type { SetLine } from '../../../protocol/instruments/line.ts';
import type { FromInstruments, ToInstruments } from '../../../protocol/instruments.ts';
import { PATH } from '../../../protocol/limits.ts';
import type { StockSymbol } from '../../../protocol/tick.ts';
import { happened, Question, Socket, Stream } from '../../ways/testing/stage.ts';
import { noBytes } from '../runs/byte-totals.ts';
import { Session } from '../session.ts';

export const meter = (bytes: number): Meter => ({ ...noBytes, read: bytes, connections: 1 });

/** The port that a tab gets that wants HTTP/2. */
export const HTTP2_PORT = 4433;

export class Browser {
  readonly questions: Question[] = [];
  readonly streams: Stream[] = [];
  readonly sockets: Socket[] = [];
  /** Whether the server answers what the instruments ask for. */
  obeys = true;
  /** Whether not even a ping gets an answer. */
  silent = false;
  readonly document = Object.assign(new EventTarget(), { hidden: false });
  readonly #window = new EventTarget();
  #now = 1_000;
  /** Entries in its history. */
  entries = 1;
  #search = '';
  readonly #timers: TestContext['mock']['timers'];

  /** Takes the browser's place until the test is over. */
  constructor(t: TestContext) {
    this.#timers = t.mock.timers;
    this.#timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
    t.mock.method(Math, 'random', () => 0);
    t.mock.method(AbortSignal, 'timeout', () => new AbortController().signal);
    // What waits to be written into the link is written before the next test's page comes.
    t.after(() => this.pass(500));
    this.#install(t);
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.#search);
  }

  /** The newest connection of the instruments. */
  get instruments(): Socket {
    return this.#to(PATH.instruments).at(-1) as Socket;
  }

  /** The sides' WebSockets. */
  get told(): Socket[] {
    return this.#to(PATH.stream);
  }

  /** All lines that were asked for. */
  get lines(): SetLine[] {
    return this.#to(PATH.instruments)
      .flatMap(({ sent }) => sent as unknown as ToInstruments[])
      .filter((message) => message.type === 'line');
  }

  /** A page that is opened with this query. */
  open(query = ''): Session {
    this.#search = query && `?${query}`;
    const session = new Session(this.query);
    session.start();
    return session;
  }

  /** The server takes the instruments' call. */
  async welcome(hello: Partial<Hello> = {}): Promise<void> {
    await this.instruments.open();
    await this.say({
      type: 'hello',
      run: 'market 1',
      first: 1,
      companies: [
        { symbol: 'ACME', name: 'Acme' },
        { symbol: 'BOLO', name: 'Bolo' },
      ],
      rate: 2,
      open: true,
      rtt: 200,
      http2: false,
      ...hello,
    });
  }

  say(message: FromInstruments): Promise<void> {
    return this.instruments.receive(message);
  }

  /** A price becomes true now. */
  truth(seq: number, symbol: StockSymbol = 'ACME'): Promise<void> {
    return this.say({
      type: 'truth',
      ticks: [{ symbol, seq, price: 100 + seq, at: this.serverNow }],
    });
  }

  bytes(session: Session, counted: Partial<Bytes>): Promise<void> {
    const { tab, run } = session.line;
    const nothing = { line: 'line 1', http: noBytes, ws: noBytes };
    return this.say({ type: 'bytes', tab, run, ...nothing, ...counted });
  }

  /** The server's clock is the page's. */
  get serverNow(): number {
    return performance.timeOrigin + this.#now;
  }

  /** Time passes, in steps that are shorter than any of the page's own. */
  async pass(ms: number, step = 50): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      this.#now += step;
      this.#timers.tick(step);
      await happened();
    }
  }

  async hide(hidden: boolean): Promise<void> {
    this.document.hidden = hidden;
    this.document.dispatchEvent(new Event('visibilitychange'));
    await happened();
  }

  leave(): void {
    this.#window.dispatchEvent(new Event('pagehide'));
  }

  /** Something happens to the window: `pageshow`, `online`. */
  async happens(type: string): Promise<void> {
    this.#window.dispatchEvent(new Event(type));
    await happened();
  }

  /** The computer sleeps: no timer runs, and the clock goes on. */
  sleep(ms: number): void {
    this.#timers.setTime(Date.now() + ms);
  }

  /** The newest connection to a class. */
  get class(): Socket {
    return this.#to(PATH.class).at(-1) as Socket;
  }

  /** How many connections to a class there have been. */
  get classCalls(): number {
    return this.#to(PATH.class).length;
  }

  #to(path: string): Socket[] {
    return this.sockets.filter(({ url }) => url.pathname === path);
  }

  #obey(socket: Socket, message: ToInstruments): void {
    const answer = (message: FromInstruments) => void socket.receive(message);
    if (message.type === 'ping' && !this.silent) {
      queueMicrotask(() => answer({ type: 'pong', id: message.id, at: this.serverNow }));
    } else if (this.obeys && message.type === 'line') {
      const { tab, rtt, damage = 'none', loss, run = 0 } = message;
      const http2 = message.http2 ? HTTP2_PORT : undefined;
      queueMicrotask(() => answer({ type: 'line', tab, rtt, damage, loss, run, http2 }));
    } else if (this.obeys && message.type === 'market') {
      const { rate, news } = message;
      if (rate !== undefined) queueMicrotask(() => answer({ type: 'market', rate }));
      if (news) queueMicrotask(() => answer({ type: 'news', symbol: news }));
    }
  }

  /** What a page finds in its browser, as far as it is used. */
  #globals() {
    const browser = this;
    class Connection extends Socket {
      constructor(url: URL) {
        super(url);
        browser.sockets.push(this);
      }

      override send(text: string): void {
        super.send(text);
        const { pathname } = this.url;
        if (pathname === PATH.instruments || pathname === PATH.class) {
          browser.#obey(this, JSON.parse(text));
        }
      }
    }
    class Source extends Stream {
      constructor(url: URL) {
        super(url);
        browser.streams.push(this);
      }
    }
    return {
      document: this.document,
      location: {
        href: 'http://localhost/',
        pathname: '/',
        hash: '',
        get search() {
          return browser.#search;
        },
      },
      history: {
        replaceState: (_state: unknown, _title: string, url: string) => {
          browser.#search = url.slice(1);
        },
        pushState: (_state: unknown, _title: string, url: string) => {
          browser.#search = url.slice(1);
          browser.entries += 1;
        },
      },
      WebSocket: Connection,
      EventSource: Source,
      fetch: (url: URL | string, init: RequestInit) => {
        const question = new Question(new URL(url, 'http://localhost'), init);
        browser.questions.push(question);
        return question.response;
      },
      requestAnimationFrame: (painted: () => void) => setTimeout(painted, 1),
      addEventListener: (type: string, listener: () => void, options?: AddEventListenerOptions) =>
        this.#window.addEventListener(type, listener, options),
      cancelAnimationFrame: (frame: ReturnType<typeof setTimeout>) => clearTimeout(frame),
    };
  }

  #install(t: TestContext): void {
    for (const [name, value] of Object.entries(this.#globals())) {
      const real = Object.getOwnPropertyDescriptor(globalThis, name);
      Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
      t.after(() => {
        if (real) Object.defineProperty(globalThis, name, real);
        else Reflect.deleteProperty(globalThis, name);
      });
    }
    // A clock that stood still would be read a million times for its step.
    Object.defineProperty(performance, 'now', {
      configurable: true,
      value: () => {
        this.#now += 1e-6;
        return this.#now;
      },
    });
    t.after(() => Reflect.deleteProperty(performance, 'now'));
  }
}

/** A page whose instruments work and whose sides have their first price, number 1. */
export async function running(t: TestContext, query = '') {
  const browser = new Browser(t);
  const session = browser.open(query);
  await browser.welcome();
  await browser.truth(1);
  const [stream] = browser.told;
  await stream?.open();
  await stream?.receive({
    type: 'tick',
    symbol: 'ACME',
    seq: 1,
    price: 101,
    at: browser.serverNow,
  });
  await browser.pass(100);
  return { browser, session };
}
