import type { StockSymbol, Tick } from '../../protocol/messages.ts';
import type { Session } from './session.ts';

/** When a run begins, and that it ends: of both sides at once, each with a new run of its own. */
export class Runs {
  readonly #session: Session;
  #begun = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Whether the first has begun. */
  get begun(): boolean {
    return this.#begun > 0;
  }

  /** Starts both sides, on the line that is set. */
  begin(): void {
    const { line, left, sides } = this.#session;
    this.#begun += 1;
    for (const side of sides) {
      side.tab = line.tab;
      side.newRun();
      side.start();
    }
    this.#tellTruth();
    // One question by itself, so that the left has a price that can grow old.
    left.press();
  }

  /** Begins a run from nothing: new connections, all counts zero. */
  async restart(): Promise<void> {
    const { line, sides } = this.#session;
    line.renew();
    this.#begun += 1;
    const run = this.#begun;
    for (const side of sides) side.stop();
    await line.set();
    // Another restart, meanwhile, has taken over.
    if (run === this.#begun) this.begin();
  }

  /** Begins a run with another company; an open line stays open. */
  watch(symbol: StockSymbol): void {
    for (const side of this.#session.sides) side.watch(symbol);
    this.#tellTruth();
  }

  /**
   * Begins a run in another run of the market.
   * @param first the seq of its first tick
   */
  beginMarket(first: number): void {
    const { left, sides } = this.#session;
    this.end();
    for (const side of sides) side.newRun(first);
    if (!left.run.shown) left.press();
  }

  /** Lets those who keep past runs read this one, as long as it is there. */
  end(): void {
    this.#session.emit('run');
  }

  /** A price of the company shown has become true. */
  truth(tick: Tick): void {
    for (const side of this.#session.sides) side.run.truth(tick);
  }

  #tellTruth(): void {
    const { instruments, left } = this.#session;
    const tick = instruments.latest.get(left.symbol);
    if (tick) this.truth(tick);
  }
}
