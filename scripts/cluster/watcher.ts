import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { FromStream } from '../../src/protocol/stream.ts';
import type { Tick } from '../../src/protocol/tick.ts';

/** One of three ways to follow the prices. */
export type Kind = 'WebSocket' | 'event stream' | 'long poll';

/** Pause before it comes again, in ms. */
const AGAIN = 100;

/** What is wrong with what a watcher was told. */
export interface Findings {
  ticks: number;
  /** Prices that are missing though nobody has said so. */
  holes: number;
  /** Prices told twice, or in the wrong order. */
  doubles: number;
  /** Prices that others were told otherwise. */
  different: number;
  /** Times that it was said that prices are lost, or that another run has begun. */
  said: number;
  connections: number;
}

/** What has been told of each seq so far, by anybody. */
export class Told {
  newest = 0;
  readonly #texts = new Map<number, string>();
  #onNewer = () => {};

  get size(): number {
    return this.#texts.size;
  }

  /** @returns whether all who have been told of this seq have been told the same */
  add(seq: number, text: string): boolean {
    const known = this.#texts.get(seq) ?? text;
    this.#texts.set(seq, known);
    if (seq > this.newest) {
      this.newest = seq;
      this.#onNewer();
    }
    return known === text;
  }

  /** Resolves with the next price that is newer than all so far. */
  newer(): Promise<void> {
    return new Promise((resolve) => {
      this.#onNewer = resolve;
    });
  }
}

/** Follows the prices, at one server and then another, and looks whether all is as it should be. */
export class Watcher {
  readonly findings: Findings = {
    ticks: 0,
    holes: 0,
    doubles: 0,
    different: 0,
    said: 0,
    connections: 0,
  };
  /** The seq of the last price; 0 before the first. */
  last = 0;
  readonly #kind: Kind;
  readonly #told: Told;
  readonly #over = new AbortController();
  #connection = new AbortController();
  /** The next price need not follow the last one. */
  #anew = true;

  constructor(kind: Kind, told: Told) {
    this.#kind = kind;
    this.#told = told;
  }

  /** @param port a server's, another one each time */
  async follow(port: () => number): Promise<void> {
    const ways = {
      WebSocket: (port: number) => this.#hear(port),
      'event stream': (port: number) => this.#read(port),
      'long poll': (port: number) => this.#ask(port),
    };
    while (!this.#over.signal.aborted) {
      this.#connection = new AbortController();
      this.findings.connections += 1;
      try {
        await ways[this.#kind](port());
      } catch {
        // Somebody has ended the server, or this connection.
      }
      await sleep(AGAIN);
    }
  }

  /** Leaves, and comes again to some server. */
  leave(): void {
    this.#connection.abort();
  }

  end(): void {
    this.#over.abort();
    this.leave();
  }

  #hear(port: number): Promise<void> {
    const { signal } = this.#connection;
    return new Promise((resolve) => {
      const after = this.last ? `?after=${this.last}` : '';
      const socket = new WebSocket(`ws://127.0.0.1:${port}/stream${after}`);
      socket.on('error', () => {});
      socket.on('close', () => resolve());
      socket.on('message', (data) => {
        const message: FromStream = JSON.parse(String(data));
        if (message.type === 'resumed' && (message.fresh || message.expired > 0)) this.#sayAnew();
        if (message.type === 'tick') this.#take(message);
      });
      signal.addEventListener('abort', () => socket.terminate());
    });
  }

  async #read(port: number): Promise<void> {
    const { signal } = this.#connection;
    const headers = { ...(this.last && { 'last-event-id': String(this.last) }) };
    const { body } = await fetch(`http://127.0.0.1:${port}/events`, { headers, signal });
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body ?? []) {
      const lines = (text + decoder.decode(chunk, { stream: true })).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith(': a fresh start')) this.#sayAnew();
        if (line.startsWith('data: ')) this.#take(JSON.parse(line.slice('data: '.length)));
      }
    }
  }

  async #ask(port: number): Promise<void> {
    const { signal } = this.#connection;
    for (;;) {
      const query = this.last ? `?after=${this.last}&wait=5` : '';
      const answer = await fetch(`http://127.0.0.1:${port}/price${query}`, { signal });
      // Whoever asks gets the newest: what came between is not told, by its nature.
      this.#anew = true;
      if (answer.headers.has('fresh-start')) this.findings.said += 1;
      if (answer.status === 200) this.#take(await answer.json());
    }
  }

  #sayAnew(): void {
    this.findings.said += 1;
    this.#anew = true;
  }

  #take({ symbol, seq, price, at }: Tick): void {
    const { findings } = this;
    if (seq <= this.last) findings.doubles += 1;
    else if (seq !== this.last + 1 && !this.#anew) findings.holes += 1;
    if (!this.#told.add(seq, `${symbol} ${price} ${at}`)) findings.different += 1;
    this.#anew = false;
    this.last = seq;
    findings.ticks += 1;
  }
}
