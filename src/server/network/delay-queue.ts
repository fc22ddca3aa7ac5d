/** With more than this under way, in bytes, the sender has to wait, as on any real line. */
const FULL = 64 * 1024;

/** The same for things: each takes some 300 bytes of memory beside its own. */
const FULL_LENGTH = 350;

/** Something that a {@link DelayQueue} hands on. */
export interface Delayed {
  /** Null for the end of them. */
  readonly bytes: Uint8Array | null;
  /** When, by `performance.now()`; the queue sets it. */
  due: number;
}

/**
 * Hands bytes on later, in the order in which they came and never early. What is added without delay
 * while nothing is under way goes through at once.
 */
export class DelayQueue<Item extends Delayed> {
  readonly #deliver: (item: Item) => void;
  readonly #items: Item[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #whenEmpty: (() => void) | undefined;
  #held = false;

  constructor(deliver: (item: Item) => void) {
    this.#deliver = deliver;
  }

  get empty(): boolean {
    return this.#items.length === 0;
  }

  /** Whether no more should be added for now. */
  get full(): boolean {
    return this.#bytes > FULL || this.#items.length > FULL_LENGTH;
  }

  /** What is added now waits for at least so long, in ms: it does not overtake. */
  get delay(): number {
    return Math.max(0, (this.#items.at(-1)?.due ?? 0) - performance.now());
  }

  /** @param delay in ms; an item that is due before an earlier one waits for it. */
  add(item: Item, delay: number): void {
    if (delay <= 0 && this.empty && !this.#held) {
      this.#deliver(item);
      return;
    }
    item.due = Math.max(performance.now() + delay, this.#items.at(-1)?.due ?? 0);
    this.#bytes += item.bytes?.length ?? 0;
    this.#items.push(item);
    if (this.#items.length === 1) this.#wait(delay);
  }

  /** Hands nothing on until {@link go}. */
  hold(): void {
    this.#held = true;
    clearTimeout(this.#timer);
  }

  /** Hands on again, at once what has become due meanwhile. */
  go(): void {
    this.#held = false;
    this.release(performance.now());
  }

  /** Hands everything on now. */
  flush(): void {
    this.#held = false;
    this.release(Number.POSITIVE_INFINITY);
  }

  /** Forgets everything. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#items.length = 0;
    this.#bytes = 0;
  }

  /** Calls back when the last item has been handed on. */
  whenEmpty(callback: () => void): void {
    this.#whenEmpty = () => {
      this.#whenEmpty = undefined;
      callback();
    };
  }

  /** Hands on what is due by `now`, and waits for the rest. */
  release(now: number): void {
    clearTimeout(this.#timer);
    while (this.#items[0] && this.#items[0].due <= now) {
      const item = this.#items.shift() as Item;
      this.#bytes -= item.bytes?.length ?? 0;
      this.#deliver(item);
    }
    const [first] = this.#items;
    if (first) this.#wait(first.due - performance.now());
    else this.#whenEmpty?.();
  }

  #wait(ms: number): void {
    if (this.#held) return;
    this.#timer = setTimeout(release<Item>, Math.max(Math.ceil(ms), 0), this);
  }
}

/** Shared by all timers. One may fire a little early; then the queue waits on. */
function release<Item extends Delayed>(queue: DelayQueue<Item>): void {
  queue.release(performance.now());
}
