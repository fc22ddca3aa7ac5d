/** Painting never rests longer than this, in ms: the page shows what is new at least so often. */
const LONGEST_REST = 200;

/**
 * Gathers what is to be painted into frames: at most one a frame of the screen, and after each the
 * page rests for as long as that took. So painting takes half of the time at most, however slow the
 * computer, and what arrives is received and measured in the other half.
 */
export class Frames {
  #waiting = new Set<() => void>();
  /** A frame is coming, or the page rests after one. */
  #busy = false;

  /** Calls `paint` in the next frame there is time for; once, however often it is asked for until then. */
  request(paint: () => void): void {
    this.#waiting.add(paint);
    if (!this.#busy) this.#next();
  }

  /** What is not to be painted any more. */
  cancel(paint: () => void): void {
    this.#waiting.delete(paint);
  }

  #next(): void {
    this.#busy = this.#waiting.size > 0;
    if (this.#busy) requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    const began = performance.now();
    const due = this.#waiting;
    this.#waiting = new Set();
    // The first task after a frame's callbacks comes when the frame has been painted.
    setTimeout(() => this.#rest(performance.now() - began), 0);
    for (const paint of due) paint();
  }

  #rest(time: number): void {
    setTimeout(() => this.#next(), Math.min(time, LONGEST_REST));
  }
}
