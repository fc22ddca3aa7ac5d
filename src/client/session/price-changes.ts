import type { SideName } from '../../protocol/tab.ts';
import type { Tick } from '../../protocol/tick.ts';
import type { Session } from './session.ts';

/** How many changes are kept: 20 s of the fastest market there can be, and more of any other. */
export const KEPT = 2_000;

/** A price became true, and maybe each side was told of it. Times in ms of the server's clock. */
export interface PriceChange {
  at: number;
  http?: number;
  ws?: number;
}

/** The last price changes since the page was opened, whoever told of them first. */
export class PriceChanges {
  readonly #changes = new Map<string, PriceChange>();
  /** Which run of the market they are of. */
  #market: string | undefined;

  follow({ clock, instruments, left, right }: Session): void {
    instruments.addEventListener('hello', () => this.begin(instruments.hello?.run));
    instruments.addEventListener('truth', () => {
      const tick = instruments.latest.get(left.symbol);
      if (tick) this.add(tick);
    });
    left.addEventListener('tick', ({ detail }) => this.add(detail, 'http', clock.now));
    right.addEventListener('tick', ({ detail }) => this.add(detail, 'ws', clock.now));
  }

  /** Another market begins anew, also with its numbers. */
  begin(market: string | undefined): void {
    if (market !== this.#market) this.#changes.clear();
    this.#market = market;
  }

  /** A price is known to be true. @param side that was told of it now */
  add({ symbol, seq, at }: Tick, side?: SideName, now = at): void {
    const key = `${symbol} ${seq}`;
    const change = this.#changes.get(key) ?? { at };
    if (side) change[side] ??= now;
    this.#changes.set(key, change);
    if (this.#changes.size <= KEPT) return;
    for (const oldest of this.#changes.keys()) {
      this.#changes.delete(oldest);
      return;
    }
  }

  /** In the order in which the page learned of them. */
  get all(): Iterable<PriceChange> {
    return this.#changes.values();
  }
}
