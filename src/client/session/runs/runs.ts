import type { StockSymbol, Tick } from '../../../protocol/tick.ts';
import type { Instruments } from '../instruments/instruments.ts';
import type { Session } from '../session.ts';
import type { Side } from '../side.ts';

/** What changes with the next run. */
interface Change {
  /** The sides that start anew; the others go on with what they hold and show. */
  restart?: readonly Side[];
  /** Another company. */
  symbol?: StockSymbol;
  /** Another run of the market: the seq of its first tick. */
  first?: number;
}

/** When a run begins, and that it ends: of both sides at once, each with a {@link Run} of its own. */
export class Runs {
  readonly #session: Session;
  /** Whether the first has begun. */
  begun = false;
  /** The run that was on has ended, and the next waits for the server to count anew. */
  #ended = false;
  /** What is to start with the next run; a second change may come before it has begun. */
  readonly #restart = new Set<Side>();
  #symbol: StockSymbol | undefined;
  #first: number | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Whether the run that was on has ended, and the next has not begun yet. */
  get between(): boolean {
    return this.#ended;
  }

  /** Begins the first run. */
  begin(): void {
    this.#stop(this.#session.sides);
    this.#begin();
  }

  /**
   * Begins another run. The server begins to count anew first, so that nothing of this run is in the
   * counts of the next.
   */
  async next({ restart = [], symbol, first }: Change): Promise<void> {
    const { line, right, sides } = this.#session;
    this.end();
    this.#symbol = symbol ?? this.#symbol;
    this.#first = first ?? this.#first;
    this.#stop(restart);
    const run = line.nextRun();
    const counted = await line.set(!this.#restart.has(right));
    // Another change, meanwhile, has taken over.
    if (run !== line.run) return;
    if (!counted) {
      // On a line of its own all of this run is counted, whenever the instruments are back.
      line.renew();
      this.#stop(sides);
      await line.set();
      if (run !== line.run) return;
    }
    this.#begin();
  }

  /** Watches a company: another run, if there is one. */
  async watch(symbol: StockSymbol): Promise<void> {
    const { left, sides } = this.#session;
    if (this.begun) return this.next({ restart: [left], symbol });
    for (const side of sides) side.symbol = symbol;
  }

  /** Lets those who keep past runs read this one whole, as long as it is there. */
  end(): void {
    if (this.begun && !this.#ended) {
      this.advance();
      this.#session.emit('run');
    }
    this.#ended = true;
  }

  /** Lets the time of both sides' run go on to now, if that is known. */
  advance(): void {
    const { clock, sides } = this.#session;
    const { now } = clock;
    if (now !== undefined) for (const { run } of sides) run.advance(now);
  }

  /** A price of the company shown has become true. */
  truth(tick: Tick): void {
    for (const side of this.#session.sides) side.run.truth(tick);
  }

  /** Both sides go on under what the server says of the line and the market. */
  goOnUnder({ rate, rtt, damage, loss }: Instruments): void {
    if (rtt === undefined) return;
    for (const { run } of this.#session.sides) run.conditions({ rate, rtt, damage, loss });
  }

  #stop(sides: readonly Side[]): void {
    for (const side of sides) {
      side.stop();
      this.#restart.add(side);
    }
  }

  #begin(): void {
    const { instruments, left, line, settings, sides } = this.#session;
    const asksAnew = this.#restart.has(left) && this.#symbol === undefined;
    for (const side of sides) {
      side.tab = line.tab;
      side.port = settings.http2 ? instruments.http2 : undefined;
      if (this.#symbol) side.watch(this.#symbol);
      else if (this.#restart.has(side)) side.newRun();
      else if (this.#first !== undefined) side.newRun(this.#first);
      else side.goOn();
      if (this.#restart.has(side)) side.start();
    }
    this.goOnUnder(instruments);
    const tick = instruments.latest.get(left.symbol);
    if (tick) this.truth(tick);
    // One question by itself, so that the left has a price that can grow old.
    if (asksAnew || (this.#first !== undefined && !left.run.shown)) left.press();
    this.begun = true;
    this.#ended = false;
    this.#restart.clear();
    this.#symbol = this.#first = undefined;
  }
}
