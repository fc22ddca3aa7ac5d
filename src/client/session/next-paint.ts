import type { Frames } from './frames.ts';

/** Tells when what has just changed is on the screen. */
export class NextPaint {
  readonly #frames: Frames;
  #waiting = () => {};

  constructor(frames: Frames) {
    this.#frames = frames;
  }

  /** Calls back once the next frame has been painted, in place of whoever still waits for it. */
  whenPainted(painted: () => void): void {
    this.cancel();
    // The first task after a frame's callbacks comes when the frame has been painted.
    this.#waiting = () => setTimeout(painted, 0);
    this.#frames.request(this.#waiting);
  }

  /** Nobody is called back any more: something else has come, or nobody looks. */
  cancel(): void {
    this.#frames.cancel(this.#waiting);
  }
}
