/** Does each of some things once, a little later, however often it was wanted meanwhile. */
export class Timers<Name extends string> {
  readonly #timers = new Map<Name, NodeJS.Timeout>();
  #closed = false;

  /** @param after in ms, from when it was wanted first */
  later(name: Name, after: number, act: () => void): void {
    if (this.#closed || this.#timers.has(name)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      act();
    }, after);
    this.#timers.set(name, timer);
  }

  cancel(name: Name): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  /** Does nothing more, whatever is wanted. */
  close(): void {
    this.#closed = true;
    for (const name of this.#timers.keys()) this.cancel(name);
  }
}
