import type { Path } from '../../protocol/limits.ts';
import type { Meter, NoteBody, Sizes, StockSymbol, Tick } from '../../protocol/messages.ts';
import { type ByteSample, thinned } from '../measure/byte-samples.ts';
import { Score } from '../measure/freshness.ts';
import { Journeys, journey } from '../measure/latency.ts';
import { Trace } from '../measure/trace.ts';
import type { Counts, NoteFate, Run, Status, Way, WayContext } from '../ways/way.ts';
import { localNow, type ServerClock } from './clock.ts';
import { NextPaint } from './next-paint.ts';

const noCounts = (): Counts => ({
  questions: 0,
  answers: 0,
  wasted: 0,
  failures: 0,
  sent: 0,
  received: 0,
  heartbeats: 0,
});
const noBytes: Meter = {
  read: 0,
  written: 0,
  tls: 0,
  connections: 0,
  handshake: 0,
  headers: 0,
  framing: 0,
  body: 0,
};

const keys = Object.keys(noBytes) as (keyof Meter)[];

/** How the last question went. */
export interface LastAnswer {
  /** From question to answer, in ms. */
  took: number;
  /** The price had changed again before the answer was here. */
  stale: boolean;
}

/**
 * One side of the page: runs its way of getting a price and keeps what has come of it. Says
 * `change` when there is something new to see.
 */
export class Side extends EventTarget {
  shown: Tick | undefined;
  status: Status = { state: 'off', hungUp: false };
  /** When the status began, in ms of the page's clock. */
  statusSince = 0;
  lastAnswer: LastAnswer | undefined;
  counts = noCounts();
  score = new Score(false);
  trace = new Trace();
  /** How long the prices of this run took to the screen. */
  journeys = new Journeys();
  /** How the bytes of this run have grown. */
  byteSamples: ByteSample[] = [];
  /** While true, a new price changes the counts but not the view. */
  quiet = false;
  symbol: StockSymbol = 'ACME';
  /** Names this page's tab to the server. */
  tab = '';
  /** How it gets its price; takes effect at the next {@link start}. */
  way: Way;
  /** How often it asks if it asks by the clock, in ms. */
  interval = 1_000;
  #meter = noBytes;
  #meterAtStart = { ...noBytes };
  /** Which of the server's counters that is. */
  #line: string | undefined;
  #asked = 0;
  /** When the run began, in ms of the server's clock. */
  #began = 0;
  readonly #paint = new NextPaint();
  #running: AbortController | undefined;
  readonly #clock: ServerClock;
  readonly #notes: Run | undefined;

  /** @param notes how it sends notes, if the way itself does not */
  constructor(way: Way, clock: ServerClock, notes?: Run) {
    super();
    this.way = way;
    this.#clock = clock;
    this.#notes = notes;
  }

  /** TCP connections that this side has opened in this run. */
  get connections(): number {
    return this.#grown('connections');
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Starts the way, once what is left of an earlier start has been told to stop. */
  start(): void {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    for (const run of [this.way.run, this.#notes]) {
      run?.(this.#context(running.signal), running.signal).catch((error: unknown) => {
        if (!running.signal.aborted) throw error;
      });
    }
  }

  /**
   * Stops the way wholly: its open question, line and timers.
   * @param hungUp because the visitor wants it so
   */
  stop(hungUp = false): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#setStatus({ state: 'off', hungUp });
  }

  /** Somebody presses the button. */
  press(): void {
    this.dispatchEvent(new Event('press'));
  }

  /** Sends a note; `noted` (a {@link CustomEvent}) says with its id what has become of it. */
  send(note: NoteBody): void {
    const taken = !this.dispatchEvent(new CustomEvent('note', { detail: note, cancelable: true }));
    if (!taken) this.#noted(note.id, 'unsent');
  }

  #noted(id: number, fate: NoteFate): void {
    this.dispatchEvent(new CustomEvent('noted', { detail: { id, fate } }));
  }

  /** Watches another company: a new run; a line that is open stays open. */
  watch(symbol: StockSymbol): void {
    this.symbol = symbol;
    this.newRun();
    this.dispatchEvent(new Event('company'));
  }

  /**
   * Forgets all scores and the price shown.
   * @param first of a new run of the market: a price from there on is kept, it came first
   */
  newRun(first = Number.POSITIVE_INFINITY): void {
    const kept = this.shown && this.shown.seq >= first ? this.shown : undefined;
    this.shown = undefined;
    this.lastAnswer = undefined;
    this.counts = noCounts();
    // The clock of a run that begins unseen stands still until somebody looks.
    this.score = new Score(this.score.running);
    this.trace = new Trace();
    this.journeys = new Journeys();
    this.#began = this.#clock.now ?? 0;
    this.byteSamples = [];
    this.#meterAtStart = { ...this.#meter };
    if (kept) this.#show(kept);
    this.#changed();
  }

  #show(tick: Tick): void {
    this.shown = tick;
    const now = this.#clock.now;
    if (now === undefined) return;
    this.score.shown(tick, now);
    this.trace.shown.add(now, tick.price);
  }

  /**
   * Takes what the server has counted for `tab` so far. Another counter, on another `line`, began at
   * 0: what the run had before stays.
   */
  measure(line: string, meter: Meter): void {
    if (line !== this.#line) {
      for (const what of keys) this.#meterAtStart[what] -= this.#meter[what];
      this.#line = line;
    }
    this.#meter = meter;
    const at = this.#clock.now;
    if (at !== undefined)
      this.byteSamples = thinned([...this.byteSamples, { at, bytes: this.bytes }]);
  }

  /** Bytes read and written at this side's TCP sockets in this run. */
  get bytes(): number {
    return this.#grown('read') + this.#grown('written');
  }

  /** What the bytes of this run were for; those of a message on its way are in none of them. */
  get sizes(): Sizes & Pick<Meter, 'tls'> {
    return {
      tls: this.#grown('tls'),
      handshake: this.#grown('handshake'),
      headers: this.#grown('headers'),
      framing: this.#grown('framing'),
      body: this.#grown('body'),
    };
  }

  #grown(what: keyof Meter): number {
    return this.#meter[what] - this.#meterAtStart[what];
  }

  #context(signal: AbortSignal): WayContext {
    // What an aborted way still says is not heard.
    const heard =
      <Args extends unknown[]>(listener: (...args: Args) => void) =>
      (...args: Args) => {
        if (!signal.aborted) listener(...args);
      };
    const self = this;
    return {
      events: this,
      get symbol() {
        return self.symbol;
      },
      get cursor() {
        return self.shown?.seq;
      },
      get interval() {
        return self.interval;
      },
      url(path: Path, query: Record<string, number | undefined> = {}) {
        const url = new URL(path, location.href);
        const all: Record<string, string | number | undefined> = {
          symbol: self.symbol,
          ...query,
          tab: self.tab,
        };
        for (const [name, value] of Object.entries(all)) {
          if (value !== undefined) url.searchParams.set(name, String(value));
        }
        return url;
      },
      tick: heard((tick: Tick) => this.#tick(tick)),
      status: heard((status: Status) => this.#setStatus(status)),
      noted: heard((id: number, fate: NoteFate) => this.#noted(id, fate)),
      message: heard((kind: keyof Counts) => {
        this.counts[kind] += 1;
        if (kind === 'questions') this.#asked = localNow();
      }),
    };
  }

  #tick(tick: Tick): void {
    if (tick.symbol !== this.symbol) return;
    const latest = this.score.latest;
    this.lastAnswer = {
      took: localNow() - this.#asked,
      stale: latest !== undefined && latest.seq > tick.seq,
    };
    // An answer that was overtaken, or that brings nothing new, changes nothing.
    if (this.shown && tick.seq <= this.shown.seq) {
      this.counts.wasted += 1;
      return;
    }
    this.#show(tick);
    if (this.quiet) return;
    this.#changed();
    this.#follow(tick);
  }

  /** Follows a price to the screen. One that was true before the run was late for no fault of the way. */
  #follow(tick: Tick): void {
    const arrived = this.#clock.now;
    if (arrived === undefined || tick.at < this.#began || document.hidden) return;
    const asked = arrived - (localNow() - this.#asked);
    this.#paint.whenPainted(() => {
      const now = this.#clock.now;
      if (this.shown !== tick || now === undefined) return;
      this.journeys.add(journey(tick.at, asked, arrived, now));
    });
  }

  /** Stops the run's time while it can't be known, or nobody looks. */
  suspend(now: number): void {
    this.score.suspend(now);
    this.#paint.cancel();
  }

  #setStatus(status: Status): void {
    const now = this.#clock.now;
    if (status.state === 'open' && this.status.state !== 'open' && now !== undefined) {
      this.score.opened(now);
    }
    this.status = status;
    this.statusSince = localNow();
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}
