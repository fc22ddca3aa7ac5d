import type { ServerTime, StockSymbol, Tick } from '../../protocol/tick.ts';
import type { Feed, MarketEvent } from './feed.ts';
import { History, type Step } from './history.ts';

/** A feed that keeps its last steps in memory, wherever they come from. */
export abstract class HistoryFeed implements Feed {
  abstract readonly run: string;
  abstract readonly first: number;
  abstract readonly rate: number;
  abstract readonly trouble: string | undefined;
  #history = new History();
  readonly #listeners = new Set<(step: Step) => void>();
  readonly #watchers = new Set<(event: MarketEvent) => void>();

  abstract now(): ServerTime;
  abstract mayBeElsewhere(seq: number): boolean;
  abstract close(): void;

  latest(symbol: StockSymbol): Tick {
    return this.#history.latest(symbol);
  }

  all(): Step {
    return this.#history.newest;
  }

  since(symbol: StockSymbol, seq: number, most?: number): Tick[] {
    return this.#history.since(symbol, seq, most);
  }

  subscribe(listener: (step: Step) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watch(listener: (event: MarketEvent) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Puts these steps in the place of all there were; nobody is told of them one by one. */
  protected begin(steps: readonly Step[]): void {
    this.#history = new History();
    for (const step of steps) this.#history.push(step);
  }

  /** Keeps the step that comes next, and tells everybody. */
  protected publish(step: Step): void {
    this.#history.push(step);
    for (const listener of this.#listeners) listener(step);
  }

  protected tell(event: MarketEvent): void {
    for (const watcher of this.#watchers) watcher(event);
  }
}
