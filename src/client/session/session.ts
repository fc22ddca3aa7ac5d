import type { Meter } from '../../protocol/instruments/bytes.ts';
import type { Damage } from '../../protocol/instruments/line.ts';
import type { StockSymbol } from '../../protocol/tick.ts';
import { hostKey } from '../settings/host-key.ts';
import { readLink } from '../settings/link.ts';
import { readSettings, type Settings, writeSettings } from '../settings/url-settings.ts';
import { leftWay, rightWay } from '../ways/index.ts';
import { postNotes } from '../ways/post-notes.ts';
import { clockStep, ServerClock } from './clock.ts';
import { Frames } from './frames.ts';
import { Http2 } from './http2.ts';
import { Instruments } from './instruments/instruments.ts';
import { ServerFacts } from './instruments/server-facts.ts';
import { TabLine } from './instruments/tab-line.ts';
import { PageCommands } from './page-commands.ts';
import { PriceChanges } from './price-changes.ts';
import { Reachability } from './reachability.ts';
import { RunClock } from './runs/run-clock.ts';
import { Runs } from './runs/runs.ts';
import { Side } from './side.ts';
import { TypedEventTarget } from './typed-event-target.ts';

interface SessionEvents {
  /** A setting, the line, the market, or what is known of the instruments has changed. */
  change: Event;
  /** Clocks and counts go on: a few times a second, unless paused or hidden. */
  paint: Event;
  /** A sentence for the status line. */
  say: CustomEvent<string>;
  /** A sentence for those who listen: it can be seen elsewhere. */
  tell: CustomEvent<string>;
  /** The run so far ends now. */
  run: Event;
  /** The list of keys is wanted. */
  help: Event;
  /** In the blind guess: which is which? */
  reveal: Event;
  /** An exhibit has been loaded and drawn: its id. */
  exhibit: CustomEvent<string>;
}

/** The page's state: two sides, the instruments, this tab's line, and the visitor's settings. */
export class Session extends TypedEventTarget<SessionEvents> {
  readonly clock: ServerClock;
  readonly instruments: Instruments;
  /** In which the page is painted. */
  readonly frames = new Frames();
  readonly left: Side;
  readonly right: Side;
  readonly sides: readonly [Side, Side];
  /** Whether the server answers HTTP while a WebSocket can't be opened. */
  readonly reachability = new Reachability();
  readonly settings: Settings;
  /** Sentences on what in the link had to be changed. */
  readonly notes: string[];
  readonly line: TabLine;
  readonly http2 = new Http2(this);
  readonly runs = new Runs(this);
  readonly prices = new PriceChanges();
  /** What the visitor can do. */
  readonly commands: PageCommands;

  constructor(query: URLSearchParams, clock = new ServerClock(clockStep())) {
    super();
    this.clock = clock;
    this.instruments = new Instruments(clock);
    this.left = new Side(leftWay('press'), clock, postNotes, this.frames);
    this.right = new Side(rightWay, clock, undefined, this.frames);
    this.sides = [this.left, this.right];
    const { settings, notes } = readSettings(query);
    this.settings = settings;
    this.notes = notes;
    this.line = new TabLine(this.instruments, settings.rtt);
    this.line.damage = settings.damage;
    this.line.loss = settings.loss;
    // A picture that is open from the start shows everything from the start.
    this.line.messages = settings.diagram;
    this.commands = new PageCommands(this);
    for (const side of this.sides) {
      side.quiet = settings.paused;
      // Only the server knows which companies there are; it may be out of the instruments' reach.
      if (settings.symbol) side.symbol = settings.symbol as StockSymbol;
    }
    this.chooseWay();
  }

  /** Calls the instruments and, once the server has set this tab's line, starts both sides. */
  start(): void {
    new RunClock(this).follow();
    new ServerFacts(this).follow();
    this.prices.follow(this);
    this.right.addEventListener('change', () => {
      const { status } = this.right;
      if (status.state === 'closed' && !status.opened) void this.reachability.check();
    });
    this.reachability.addEventListener('change', () => this.emit('change'));
    addEventListener('popstate', () => {
      this.settings.step = readSettings(readLink()).settings.step;
      this.emit('change');
    });
    this.instruments.connect(() => this.line.tab);
  }

  /** True while all numbers can be known. */
  get measured(): boolean {
    const { connected, trouble } = this.instruments;
    return connected && !trouble && this.clock.now !== undefined;
  }

  /** True once the instruments are known to be out of reach. */
  get lost(): boolean {
    return !this.instruments.connected && this.runs.begun;
  }

  /** Added round trip in force, in ms; undefined while nobody can tell. */
  get rtt(): number | undefined {
    return this.instruments.connected ? this.instruments.rtt : undefined;
  }

  /** What is wrong with the line, by the visitor's wish, once the server has done it. */
  get damage(): Damage {
    return this.instruments.damage;
  }

  /** What the visitor's terminal has moved over this tab's line in this run, if anything. */
  get terminal(): Meter | undefined {
    const { bytes } = this.instruments;
    return bytes?.tab === this.line.tab && bytes.run === this.line.run ? bytes.terminal : undefined;
  }

  /** Whether this page may move the market, as far as is known. */
  get mayMoveMarket(): boolean {
    return this.instruments.hello?.open !== false || hostKey() !== null;
  }

  /** Wants to be told of each message on the line: the instruments' `messages`. */
  watchMessages(): void {
    if (this.line.messages) return;
    this.line.messages = true;
    this.line.send();
  }

  /** Lets the left side ask as the settings say, from its next start on. */
  chooseWay(): void {
    this.left.way = leftWay(this.settings.left);
    this.left.interval = Number(this.settings.poll) * 1000;
  }

  /** Puts a sentence on the status line. */
  say(sentence: string): void {
    this.emit('say', sentence);
  }

  /** Says to whoever listens what can be seen elsewhere on the page. */
  tell(sentence: string): void {
    this.emit('tell', sentence);
  }

  /**
   * Writes the changed settings into the page's link, and shows them.
   * @param entry the browser's Back leads back to where the page was before
   */
  store(entry = false): void {
    writeSettings(this.settings, entry);
    this.emit('change');
  }
}
