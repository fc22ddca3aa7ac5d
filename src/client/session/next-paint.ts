/** Tells when what has just changed is on the screen. */
export class NextPaint {
  #frame = 0;

  /** Calls back once the next frame has been painted, in place of whoever still waits for it. */
  whenPainted(painted: () => void): void {
    this.cancel();
    this.#frame = requestAnimationFrame(() => {
      // The first task after a frame's callbacks comes when the frame has been painted.
      setTimeout(painted, 0);
    });
  }

  /** Nobody is called back any more: something else has come, or nobody looks. */
  cancel(): void {
    cancelAnimationFrame(this.#frame);
  }
}
