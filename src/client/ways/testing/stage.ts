/** A page, a server and a clock for the ways' tests: all of them move by hand. */
import { getEventListeners } from 'node:events';
import type { TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Path } from '../../../protocol/limits.ts';
import type { NoteBody } from '../../../protocol/note.ts';
import type { StockSymbol, Tick } from '../../../protocol/tick.ts';
import type { Counts, NoteFate, Run, Status, WayContext } from '../way.ts';

/** The clock moves in steps of so many ms; what follows from one step has happened before the next. */
const STEP = 50;

/** A request that a way has made. */
export class Question {
  open = true;
  readonly url: URL;
  readonly init: RequestInit;
  #resolve!: (response: Response) => void;
  #reject!: (error: unknown) => void;
  readonly response = new Promise<Response>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  constructor(url: URL, init: RequestInit) {
    this.url = url;
    this.init = init;
    const aborted = () => void this.fail(init.signal?.reason);
    if (init.signal?.aborted) aborted();
    else init.signal?.addEventListener('abort', aborted, { once: true });
  }

  query(name: string): string | null {
    return this.url.searchParams.get(name);
  }

  answer(status: number, text = ''): Promise<void> {
    this.open = false;
    const response = {
      status,
      ok: status >= 200 && status < 300,
      json: async () => JSON.parse(text),
      arrayBuffer: async () => new ArrayBuffer(0),
    };
    this.#resolve(response as Response);
    return happened();
  }

  /** Answers with the price number `seq`. */
  tell(seq: number): Promise<void> {
    return this.answer(200, JSON.stringify(price(seq)));
  }

  fail(error: unknown = new TypeError('Failed to fetch')): Promise<void> {
    this.open = false;
    this.#reject(error);
    return happened();
  }
}

/** An event stream that a way has asked for. */
export class Stream {
  static readonly CLOSED = 2;
  readyState = 0;
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onerror?: () => void;
  readonly url: URL;

  constructor(url: URL) {
    this.url = url;
  }

  open(): Promise<void> {
    this.readyState = 1;
    this.onopen?.();
    return happened();
  }

  tell(seq: number): Promise<void> {
    this.onmessage?.({ data: JSON.stringify(price(seq)) });
    return happened();
  }

  /** The connection is lost, or refused: then the browser gives it up. */
  end(how: 'lost' | 'refused'): Promise<void> {
    this.readyState = how === 'lost' ? 0 : Stream.CLOSED;
    this.onerror?.();
    return happened();
  }

  close(): void {
    this.readyState = Stream.CLOSED;
  }
}

/** A WebSocket that a way has opened. */
export class Socket {
  static readonly OPEN = 1;
  readyState = 0;
  onopen?: (() => void) | null;
  onmessage?: ((event: { data: string }) => void) | null;
  onclose?: ((event: { code: number }) => void) | null;
  /** What was sent, parsed. */
  readonly sent: Record<string, unknown>[] = [];
  readonly url: URL;

  constructor(url: URL) {
    this.url = url;
  }

  open(): Promise<void> {
    this.readyState = Socket.OPEN;
    this.onopen?.();
    return happened();
  }

  receive(message: object): Promise<void> {
    this.onmessage?.({ data: JSON.stringify(message) });
    return happened();
  }

  end(code: number): Promise<void> {
    this.readyState = 3;
    this.onclose?.({ code });
    return happened();
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }
}

export const price = (seq: number): Tick => ({ symbol: 'ACME', seq, price: 100, at: seq });

/** Lets all happen that follows from what has happened: nothing here waits for anything else. */
export const happened = (): Promise<void> => setImmediate();

/** What a way finds where it runs, and what it has made of it. */
export class Stage implements WayContext {
  readonly events = new EventTarget();
  symbol: StockSymbol = 'ACME';
  cursor: number | undefined;
  interval = 1_000;

  readonly questions: Question[] = [];
  readonly streams: Stream[] = [];
  readonly sockets: Socket[] = [];
  readonly statuses: Status[] = [];
  readonly fates: [NoteBody['id'], NoteFate][] = [];
  readonly counts: Partial<Counts> = {};

  #now = 0;
  readonly #t: TestContext;
  readonly #document = Object.assign(new EventTarget(), { hidden: false });
  readonly #timers = new Set<unknown>();
  readonly #running = new AbortController();
  #over: Promise<unknown> = Promise.resolve();

  /** Takes the browser's place until the test is over. Backoff is without chance: ½ s, 1, 2, 4 … */
  constructor(t: TestContext) {
    this.#t = t;
    t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    t.mock.method(performance, 'now', () => this.#now);
    t.mock.method(Math, 'random', () => 0);
    const { setTimeout } = globalThis;
    t.mock.method(AbortSignal, 'timeout', (ms: number) => {
      const late = new AbortController();
      setTimeout(() => late.abort(new DOMException('', 'TimeoutError')), ms);
      return late.signal;
    });
    const { questions, streams, sockets } = this;
    this.#replace({
      ...countedTimers(this.#timers),
      document: this.#document,
      async fetch(url: URL, init: RequestInit) {
        const question = new Question(url, init);
        questions.push(question);
        return question.response;
      },
      EventSource: class extends Stream {
        constructor(url: URL) {
          super(url);
          streams.push(this);
        }
      },
      WebSocket: class extends Socket {
        constructor(url: URL) {
          super(url);
          sockets.push(this);
        }
      },
    });
  }

  #replace(globals: Record<string, unknown>): void {
    const before = Object.entries(globals).map(([name]) => [
      name,
      Object.getOwnPropertyDescriptor(globalThis, name),
    ]) as [string, PropertyDescriptor | undefined][];
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
    this.#t.after(() => {
      for (const [name, descriptor] of before) {
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
        else Reflect.deleteProperty(globalThis, name);
      }
    });
  }

  url(path: Path, query: Record<string, number | undefined> = {}): URL {
    const url = new URL(path, 'http://localhost');
    for (const [name, value] of Object.entries({ symbol: this.symbol, ...query })) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  }

  tick({ seq }: Tick): void {
    this.cursor = Math.max(seq, this.cursor ?? 0);
  }

  status(status: Status): void {
    this.statuses.push(status);
  }

  noted(id: NoteBody['id'], fate: NoteFate): void {
    this.fates.push([id, fate]);
  }

  message(kind: keyof Counts): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
  }

  /** How it stands now. */
  get now(): Status | undefined {
    return this.statuses.at(-1);
  }

  /** The newest question, stream or socket. */
  get question(): Question {
    return newest(this.questions);
  }
  get stream(): Stream {
    return newest(this.streams);
  }
  get socket(): Socket {
    return newest(this.sockets);
  }

  start(run: Run): Promise<void> {
    this.#over = run(this, this.#running.signal);
    this.#over.catch(() => {});
    return happened();
  }

  /** Aborts the way, which must end by nothing else. */
  async stop(): Promise<void> {
    this.#running.abort();
    await this.#over.catch((error: unknown) => {
      if (error !== this.#running.signal.reason) throw error;
    });
    await happened();
  }

  /** The visitor does something. */
  async act(what: 'press' | 'company'): Promise<void> {
    this.events.dispatchEvent(new Event(what));
    await happened();
  }

  /** @returns whether anybody has taken the note */
  send(note: NoteBody): boolean {
    return !this.events.dispatchEvent(new CustomEvent('note', { detail: note, cancelable: true }));
  }

  async hide(hidden: boolean): Promise<void> {
    this.#document.hidden = hidden;
    this.#document.dispatchEvent(new Event('visibilitychange'));
    await happened();
  }

  /** Lets so many ms pass. */
  async pass(ms: number): Promise<void> {
    for (const end = this.#now + ms; this.#now < end; ) {
      const step = Math.min(STEP, end - this.#now);
      this.#now += step;
      this.#t.mock.timers.tick(step);
      await happened();
    }
  }

  /** The clock leaps while no timer runs, as in a hidden tab or a computer asleep. */
  leap(ms: number): void {
    this.#now += ms;
  }

  /** All that is open: questions, streams, sockets, timers, listeners. */
  get open() {
    const listeners = (target: EventTarget, ...types: string[]) =>
      types.reduce((sum, type) => sum + getEventListeners(target, type).length, 0);
    return {
      questions: this.questions.filter(({ open }) => open).length,
      streams: this.streams.filter(({ readyState }) => readyState !== Stream.CLOSED).length,
      sockets: this.sockets.filter(({ readyState }) => readyState <= Socket.OPEN).length,
      timers: this.#timers.size,
      listeners:
        listeners(this.events, 'press', 'company', 'note') +
        listeners(this.#document, 'visibilitychange') +
        listeners(this.#running.signal, 'abort'),
    };
  }
}

function newest<T>(all: T[]): T {
  const last = all.at(-1);
  if (last === undefined) throw new Error('None yet');
  return last;
}

/** setTimeout and its kin, with those in `open` that are neither over nor cleared. */
function countedTimers(open: Set<unknown>) {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  return {
    setTimeout(listener: () => void, ms: number) {
      const timer = setTimeout(() => {
        open.delete(timer);
        listener();
      }, ms);
      open.add(timer);
      return timer;
    },
    setInterval(listener: () => void, ms: number) {
      const timer = setInterval(listener, ms);
      open.add(timer);
      return timer;
    },
    clearTimeout(timer: NodeJS.Timeout | undefined) {
      open.delete(timer);
      clearTimeout(timer);
    },
    clearInterval(timer: NodeJS.Timeout | undefined) {
      open.delete(timer);
      clearInterval(timer);
    },
  };
}
