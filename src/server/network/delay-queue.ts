/**
 * Hands things on later, in the order in which they came and never early. One added without delay
 * while nothing is under way goes through at once.
 */
export class Delay<T> {
  readonly #deliver: (item: T) => void;
  readonly #queue: { item: T; due: number }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #whenEmpty: (() => void) | undefined;
  #held = false;

  constructor(deliver: (item: T) => void) {
    this.#deliver = deliver;
  }

  get empty(): boolean {
    return this.#queue.length === 0;
  }

  /** @param delay in ms; one that is due before an earlier one waits for it. */
  add(item: T, delay: number): void {
    if (delay <= 0 && this.empty && !this.#held) {
      this.#deliver(item);
      return;
    }
    const due = Math.max(performance.now() + delay, this.#queue.at(-1)?.due ?? 0);
    this.#queue.push({ item, due });
    if (this.#queue.length === 1) this.#wait();
  }

  /** Hands nothing on until {@link go}. */
  hold(): void {
    this.#held = true;
    clearTimeout(this.#timer);
  }

  /** Hands on again, at once what has become due meanwhile. */
  go(): void {
    this.#held = false;
    this.#release(performance.now());
  }

  /** Hands everything on now. */
  flush(): void {
    this.#held = false;
    this.#release(Number.POSITIVE_INFINITY);
  }

  /** Forgets everything. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  /** Calls back, once, when the last thing has been handed on. */
  whenEmpty(callback: () => void): void {
    this.#whenEmpty = () => {
      this.#whenEmpty = undefined;
      callback();
    };
  }

  #wait(): void {
    const [first] = this.#queue;
    if (!first || this.#held) return;
    // A timer may fire a little early; #release looks at the clock and waits on.
    this.#timer = setTimeout(
      () => this.#release(performance.now()),
      Math.ceil(first.due - performance.now()),
    );
  }

  #release(now: number): void {
    clearTimeout(this.#timer);
    while (this.#queue[0] && this.#queue[0].due <= now) {
      const { item } = this.#queue.shift() as { item: T };
      this.#deliver(item);
    }
    if (this.empty) this.#whenEmpty?.();
    this.#wait();
  }
}
