/** Painting never rests longer than this, in ms: the page shows what is new at least so often. */
const LONGEST_REST = 200;

/**
 * Gathers what is to be painted into frames: at most one a frame of the screen, and after a slow one
 * the page rests for as long as that took. So painting takes half of the time at most, and what
 * arrives meanwhile is received and measured when it arrives.
 */
export class Frames {
  #waiting = new Set<() => void>();
  /** Whether a frame is coming. */
  #coming = false;
  /** By the page's clock, in ms. */
  #restUntil = 0;

  /** Calls `paint` in the next frame there is time for; once, however often it is asked for until then. */
  request(paint: () => void): void {
    this.#waiting.add(paint);
    this.#come();
  }

  /** What is not to be painted any more. */
  cancel(paint: () => void): void {
    this.#waiting.delete(paint);
  }

  #come(): void {
    if (this.#coming) return;
    this.#coming = true;
    const rest = this.#restUntil - performance.now();
    if (rest > 1) setTimeout(() => this.#await(), rest);
    else this.#await();
  }

  #await(): void {
    requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    const began = performance.now();
    const due = this.#waiting;
    this.#waiting = new Set();
    this.#coming = false;
    // The first task after a frame's callbacks comes when the frame has been painted.
    setTimeout(() => {
      const ended = performance.now();
      this.#restUntil = ended + Math.min(ended - began, LONGEST_REST);
    }, 0);
    for (const paint of due) paint();
  }
}
