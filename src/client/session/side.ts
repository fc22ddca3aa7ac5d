import type { NoteBody } from '../../protocol/note.ts';
import type { StockSymbol, Tick } from '../../protocol/tick.ts';
import type { Counts, Goodbye, NoteFate, Status, Way, WayContext } from '../ways/way.ts';
import { localNow, type ServerClock } from './clock.ts';
import { Frames } from './frames.ts';
import { NextPaint } from './next-paint.ts';
import { Run } from './runs/run.ts';
import { serverUrl } from './server-url.ts';
import { TypedEventTarget } from './typed-event-target.ts';

interface SideEvents {
  /** There is something new to see. */
  change: Event;
  /** A price has come, or has come again. */
  tick: CustomEvent<Tick>;
  /** Somebody has pressed the button. */
  press: Event;
  /** Another company is wanted. */
  company: Event;
  /** A note is to be sent; whoever sends it prevents the default. */
  note: CustomEvent<NoteBody>;
  /** A text, or a close, is to go over the WebSocket as it is; whoever sends it prevents the default. */
  raw: CustomEvent<string | Goodbye>;
  /** What has become of a note. */
  noted: CustomEvent<{ id: NoteBody['id']; fate: NoteFate }>;
}

/** One side of the page: runs its way of getting a price, and keeps what comes of it in its {@link Run}. */
export class Side extends TypedEventTarget<SideEvents> {
  status: Status = { state: 'off', hungUp: false };
  /** When the status began, in ms of the page's clock. */
  statusSince = 0;
  /** The run that is on. */
  run: Run;
  /** While true, a new price changes the counts but not the view. */
  quiet = false;
  symbol: StockSymbol = 'ACME';
  /** Names this page's tab to the server. */
  tab = '';
  /** The port of the server that it goes to; undefined for the page's own. */
  port: number | undefined;
  /** How it gets its price; takes effect at the next {@link start}. */
  way: Way;
  /** How often it asks if it asks by the clock, in ms. */
  interval = 1_000;
  /** When the last question was sent, in ms of the page's clock. */
  #asked = 0;
  readonly #paint: NextPaint;
  #running: AbortController | undefined;
  readonly #clock: ServerClock;
  readonly #notes: Way['run'] | undefined;

  /**
   * @param notes how it sends notes, if the way itself does not
   * @param frames in which it is painted
   */
  constructor(way: Way, clock: ServerClock, notes?: Way['run'], frames = new Frames()) {
    super();
    this.way = way;
    this.#clock = clock;
    this.#notes = notes;
    this.#paint = new NextPaint(frames);
    this.run = new Run(clock);
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
    this.emit('press');
  }

  /** Sends a note; `noted` says with its id what has become of it. */
  send(note: NoteBody): void {
    const taken = !this.dispatchEvent(new CustomEvent('note', { detail: note, cancelable: true }));
    if (!taken) this.emit('noted', { id: note.id, fate: 'unsent' });
  }

  /** Sends a text over the WebSocket as it is, or closes it. @returns whether one was open */
  sendRaw(detail: string | Goodbye): boolean {
    return !this.dispatchEvent(new CustomEvent('raw', { detail, cancelable: true }));
  }

  /** Begins a run with another company; a line that is open stays open. */
  watch(symbol: StockSymbol): void {
    this.symbol = symbol;
    this.newRun();
    this.emit('company');
  }

  /**
   * Begins a run, from nothing.
   * @param first of a new run of the market: a price from there on is kept, it came first
   */
  newRun(first = Number.POSITIVE_INFINITY): void {
    const { shown } = this.#replaceRun();
    if (shown && shown.seq >= first) this.run.show(shown);
    this.emit('change');
  }

  /** Begins a run into which the side goes on as it is, with the price that it shows. */
  goOn(): void {
    const before = this.#replaceRun();
    this.run.goOn(before.standing);
    this.emit('change');
  }

  /** @returns the run that was on */
  #replaceRun(): Run {
    const before = this.run;
    // The clock of a run that begins unseen stands still until somebody looks.
    this.run = new Run(this.#clock, before.score.running);
    this.run.status(this.status, false);
    return before;
  }

  /** Stops the run's time while it can't be known, or nobody looks. */
  suspend(now: number): void {
    this.run.suspend(now);
    this.#paint.cancel();
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
        return self.run.shown?.seq;
      },
      get interval() {
        return self.interval;
      },
      url: (path, query) =>
        serverUrl(path, { symbol: this.symbol, ...query, tab: this.tab }, this.port),
      tick: heard((tick: Tick) => this.#tick(tick)),
      status: heard((status: Status) => this.#setStatus(status)),
      noted: heard((id: NoteBody['id'], fate: NoteFate) => this.emit('noted', { id, fate })),
      message: heard((kind: keyof Counts) => {
        this.run.count(kind);
        if (kind === 'questions') this.#asked = localNow();
      }),
    };
  }

  #tick(tick: Tick): void {
    if (tick.symbol !== this.symbol) return;
    this.emit('tick', tick);
    const isNew = this.run.receive(tick, localNow() - this.#asked);
    if (!isNew || this.quiet) return;
    this.emit('change');
    this.#follow(tick);
  }

  /** Follows a price to the screen. */
  #follow(tick: Tick): void {
    const { run } = this;
    const arrived = this.#clock.now;
    if (arrived === undefined || !run.hasSeenBegin(tick) || document.hidden) return;
    const asked = arrived - (localNow() - this.#asked);
    this.#paint.whenPainted(() => run.drawn(tick, asked, arrived));
  }

  #setStatus(status: Status): void {
    this.run.status(status, status.state === 'open' && this.status.state !== 'open');
    this.status = status;
    this.statusSince = localNow();
    this.emit('change');
  }
}
