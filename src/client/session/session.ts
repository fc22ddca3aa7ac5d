import type { Damage, StockSymbol, Tick } from '../../protocol/messages.ts';
import { pace } from '../ui/format.ts';
import { type LeftWay, leftWay, rightWay } from '../ways/index.ts';
import { postNotes } from '../ways/post-notes.ts';
import { clockStep, localNow, ServerClock } from './clock.ts';
import { Instruments } from './instruments.ts';
import { readLink } from './link.ts';
import { Reachability } from './reachability.ts';
import { Side } from './side.ts';
import { TabLine } from './tab-line.ts';
import {
  type BlindRound,
  chooseSymbol,
  type Poll,
  readSettings,
  type Settings,
  writeSettings,
} from './url-settings.ts';

/** How often clocks and counts are painted anew, in ms. */
const PAINT_EVERY = 250;

/** After a pause this long between two paints the computer has slept, in ms. */
const ASLEEP = 5_000;

/**
 * The page's one state: two sides, the instruments, and the visitor's settings.
 *
 * Events: `change` (a setting, the instruments), `paint` (a few times a second, unless paused or
 * hidden), `say` (a {@link CustomEvent} with a sentence for the status line), `run` (the
 * run so far ends now), `help`.
 */
export class Session extends EventTarget {
  readonly clock = new ServerClock(clockStep());
  readonly instruments = new Instruments(this.clock);
  readonly left = new Side(leftWay('press'), this.clock, postNotes);
  readonly right = new Side(rightWay, this.clock);
  /** Whether the server answers HTTP while a WebSocket can't be opened. */
  readonly reachability = new Reachability();
  readonly settings: Settings;
  /** Sentences on what in the link had to be changed. */
  readonly notes: string[];
  readonly line: TabLine;
  #run: string | undefined;
  #runs = 0;
  /** The rate that was asked for, until the server has answered. */
  #wantedRate: number | undefined;
  /** What the server has last said of the line. */
  #damage: Damage = 'none';
  /** When the page was last painted, by the computer's clock and by the server's, in ms. */
  #paintedAt = Date.now();
  #painted: number | undefined;

  constructor(query: URLSearchParams) {
    super();
    const { settings, notes } = readSettings(query);
    this.settings = settings;
    this.notes = notes;
    this.line = new TabLine(
      this.instruments,
      () => this.settings.rtt ?? this.instruments.hello?.rtt ?? 0,
    );
    // Only the server knows which companies there are; it may be out of the instruments' reach.
    const symbol = settings.symbol as StockSymbol | undefined;
    if (symbol) for (const side of this.#sides) side.symbol = symbol;
    this.#chooseWay();
    this.#quiet();
  }

  /** Calls the instruments and, once it has set this tab's line, starts both sides. */
  start(): void {
    const { instruments } = this;
    instruments.addEventListener('hello', () => this.#welcome());
    instruments.addEventListener('truth', () => {
      const tick = instruments.latest.get(this.left.symbol);
      if (tick) this.#truth(tick);
    });
    instruments.addEventListener('bytes', () => {
      if (instruments.bytes?.tab !== this.line.tab) return;
      const { line, http, ws } = instruments.bytes;
      this.left.measure(line, http);
      this.right.measure(line, ws);
    });
    instruments.addEventListener('line', () => this.#lineSet());
    instruments.addEventListener('market', () => this.#marketSet());
    instruments.addEventListener('news', () => {
      if (instruments.news === this.left.symbol) this.say('News! The price jumps by 8 %.');
    });
    instruments.addEventListener('pong', () => this.#resume());
    instruments.addEventListener('error', () => {
      this.#wantedRate = undefined;
      this.say(instruments.error);
    });
    instruments.addEventListener('lost', () => {
      this.#wantedRate = undefined;
      this.#suspend();
      this.#knowNoTruth();
      void this.reachability.check();
      // Without instruments there are no scores, but asking and being told still work.
      if (this.#runs === 0) this.#begin();
      this.#changed();
    });
    this.right.addEventListener('change', () => {
      const { status } = this.right;
      if (status.state === 'closed' && !status.opened) void this.reachability.check();
    });
    this.reachability.addEventListener('change', () => this.#changed());
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.#suspend();
      else this.instruments.resync();
      this.#changed();
    });
    addEventListener('popstate', () => {
      this.settings.step = readSettings(readLink()).settings.step;
      this.#changed();
    });
    setInterval(() => this.#paint(), PAINT_EVERY);
    instruments.connect();
  }

  /** True while all numbers can be known. */
  get measured(): boolean {
    return this.instruments.connected && this.clock.now !== undefined;
  }

  /** True once the instruments are known to be out of reach. */
  get lost(): boolean {
    return !this.instruments.connected && this.#runs > 0;
  }

  /** Added round trip in force, in ms; undefined while nobody can tell. */
  get rtt(): number | undefined {
    return this.instruments.connected ? this.instruments.rtt : undefined;
  }

  /** What is wrong with the line, by the visitor's wish, once the server has done it. */
  get damage(): Damage {
    return this.instruments.damage;
  }

  /** Wants to be told of each message on the line: the instruments' `messages`. */
  watchMessages(): void {
    if (this.line.messages) return;
    this.line.messages = true;
    this.line.send();
  }

  /** Begins a new run from nothing: new connections, all counts zero. */
  async reset(): Promise<void> {
    this.#endRun();
    await this.#restart();
  }

  async #restart(): Promise<void> {
    this.line.renew();
    const run = ++this.#runs;
    for (const side of this.#sides) side.stop();
    await this.line.set();
    // Another reset, meanwhile, has taken over.
    if (run === this.#runs) this.#begin();
  }

  setSymbol(symbol: Tick['symbol']): void {
    this.#endRun();
    this.settings.symbol = symbol;
    this.#watch(symbol);
    this.#store();
  }

  setRtt(rtt: number): void {
    this.settings.rtt = rtt;
    this.line.send();
    this.#store();
  }

  /** Cuts, stalls or mends the line of both sides. */
  setDamage(damage: Damage): void {
    this.line.damage = damage;
    this.line.send();
  }

  /** Lets the left side ask in another way: a new run. */
  async setLeft(left: LeftWay, poll: Poll = this.settings.poll): Promise<void> {
    this.#endRun();
    this.settings.left = left;
    this.settings.poll = poll;
    this.#chooseWay();
    this.#store();
    if (this.#runs > 0) await this.#restart();
  }

  /** Wants another rate of the market, for everybody; 0 stands still. The server may sendError. */
  setRate(rate: number): void {
    if (!this.instruments.connected) return;
    this.#wantedRate = rate;
    this.instruments.setMarket({ rate }, this.#key);
  }

  /** Wants news of the company shown, so that its price jumps, for everybody. The server may sendError. */
  news(): void {
    this.instruments.setMarket({ news: this.left.symbol }, this.#key);
  }

  /** Whether this page may move the market, as far as is known. */
  get mayMoveMarket(): boolean {
    return this.instruments.hello?.open !== false || this.#key !== null;
  }

  get #key(): string | null {
    return readLink().get('key');
  }

  #chooseWay(): void {
    this.left.way = leftWay(this.settings.left);
    this.left.interval = Number(this.settings.poll) * 1000;
  }

  togglePaused(): void {
    this.settings.paused = !this.settings.paused;
    this.#quiet();
    this.say(this.settings.paused ? 'Paused view. Counting goes on.' : 'The view moves again.');
    this.#store();
  }

  toggleProjector(): void {
    this.settings.view = this.settings.view === 'projector' ? 'normal' : 'projector';
    this.#store();
  }

  /** Opens or closes the picture of the messages. */
  setDiagram(open: boolean): void {
    if (open === this.settings.diagram) return;
    this.settings.diagram = open;
    this.#store();
  }

  /** Begins a round of the blind guess, or ends it. */
  setBlind(round: BlindRound | undefined): void {
    this.settings.blind = round;
    if (this.settings.paused) this.togglePaused();
    this.#store();
  }

  /** Goes to a step of the lesson, or leaves it. */
  setStep(step: number | undefined): void {
    this.settings.step = step;
    this.#store(true);
  }

  /** Everything as it is without any wish of the visitor's: the line, the way of asking, the view. */
  async backToNormal(): Promise<void> {
    this.settings.rtt = undefined;
    this.line.damage = 'none';
    if (this.settings.paused) this.togglePaused();
    await this.setLeft('press', '1');
  }

  /** Puts a sentence on the status line. */
  say(sentence: string): void {
    this.dispatchEvent(new CustomEvent('say', { detail: sentence }));
  }

  get #sides(): [Side, Side] {
    return [this.left, this.right];
  }

  async #welcome(): Promise<void> {
    const { hello } = this.instruments;
    if (!hello) return;
    const first = this.#run === undefined;
    const another = !first && this.#run !== hello.run;
    this.#run = hello.run;
    if (first) {
      const { symbol, note } = chooseSymbol(
        this.settings.symbol,
        hello.companies.map((company) => company.symbol),
      );
      if (note) this.notes.push(note);
      if (this.notes.length > 0) this.say(this.notes.join(' '));
      if (symbol !== this.left.symbol) this.#watch(symbol);
    }
    await this.line.set();
    if (this.settings.rate && this.mayMoveMarket && first) {
      this.instruments.setMarket({ rate: this.settings.rate }, this.#key);
    }
    if (this.#runs === 0) {
      this.#begin();
    } else if (another) {
      this.say('The server has started a new market. All counts begin anew.');
      this.#endRun();
      for (const side of this.#sides) side.newRun(hello.first);
      if (!this.left.shown) this.left.press();
    }
    this.#changed();
  }

  /** The line is as the server says: only now is it said. */
  #lineSet(): void {
    const { damage } = this;
    if (damage !== this.#damage) {
      this.say(
        {
          none: 'The line is mended.',
          cut: 'The line is cut. Nothing gets through.',
          stall: 'The line is stalled. It looks open, but nothing gets through.',
        }[damage],
      );
    }
    this.#damage = damage;
    this.#changed();
  }

  /** The market has another rate. What this page had wanted goes into its link. */
  #marketSet(): void {
    const { rate } = this.instruments;
    if (rate === this.#wantedRate) {
      this.#wantedRate = undefined;
      if (rate > 0) this.settings.rate = rate;
      this.say(`${pace(rate)}.`);
      this.#store();
    } else {
      this.#changed();
    }
  }

  #begin(): void {
    this.#runs += 1;
    for (const side of this.#sides) {
      side.tab = this.line.tab;
      side.newRun();
      side.start();
    }
    const tick = this.instruments.latest.get(this.left.symbol);
    if (tick) this.#truth(tick);
    // One question by itself, so that the left has a price that can grow old.
    this.left.press();
  }

  #watch(symbol: Tick['symbol']): void {
    for (const side of this.#sides) side.watch(symbol);
    const tick = this.instruments.latest.get(symbol);
    if (tick) this.#truth(tick);
  }

  #truth(tick: Tick): void {
    for (const side of this.#sides) {
      side.score.truth(tick);
      side.trace.truth.add(tick.at, tick.price);
    }
  }

  /** Until the instruments is back, the charts show no price as true. */
  #knowNoTruth(): void {
    const now = this.clock.now;
    if (now !== undefined) for (const side of this.#sides) side.trace.truth.add(now, null);
  }

  #suspend(now = this.clock.now): void {
    if (now !== undefined) for (const side of this.#sides) side.suspend(now);
  }

  #resume(): void {
    const now = this.clock.now;
    if (now === undefined || document.hidden || !this.instruments.connected) return;
    for (const side of this.#sides) side.score.resume(now);
  }

  /** Lets those who keep past runs read this one, as long as it is there. */
  #endRun(): void {
    this.dispatchEvent(new Event('run'));
  }

  #quiet(): void {
    for (const side of this.#sides) side.quiet = this.settings.paused;
  }

  #paint(): void {
    const slept = Date.now() - this.#paintedAt > ASLEEP;
    this.#paintedAt = Date.now();
    if (document.hidden) return;
    if (slept) {
      // The run ends where the computer fell asleep and goes on once the clock is known again.
      this.#suspend(this.#painted);
      this.instruments.resync();
    }
    const now = this.clock.now;
    this.#painted = now;
    if (now !== undefined) for (const side of this.#sides) side.score.advance(now);
    if (!this.settings.paused) this.dispatchEvent(new Event('paint'));
  }

  /** @param entry the browser's Back leads back to where the page was before */
  #store(entry = false): void {
    writeSettings(this.settings, entry);
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

/** How long ago something was, in ms of the page's clock. */
export const since = (time: number): number => localNow() - time;
