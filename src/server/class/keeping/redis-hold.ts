import type { Hold } from './class-store.ts';
import type { KeptClass } from './kept-class.ts';

/** A class is written at most so often, in ms: a hundred votes in that time are one write. */
const EVERY = 200;

interface HoldOptions {
  /** Which of the times this is that the class was taken: each greater than the one before. */
  epoch: number;
  read: () => KeptClass;
  /** @returns false if another server has taken the class since */
  write: (epoch: number, kept: KeptClass) => Promise<boolean>;
  onLost: () => void;
  /** Is called when it is held no longer. */
  onEnd: () => void;
}

/** Writes a class after each change, for as long as it is this server's. */
export class RedisHold implements Hold {
  readonly #options: HoldOptions;
  #dirty = false;
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** When it was written last, by `performance.now()`. */
  #written = -EVERY;
  #over = false;

  constructor(options: HoldOptions) {
    this.#options = options;
  }

  changed(now = false): void {
    this.#dirty = true;
    if (now) {
      void this.flush();
      return;
    }
    if (this.#over || this.#writing || this.#timer) return;
    const wait = Math.max(0, this.#written + EVERY - performance.now());
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  /** Writes what has not been written yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // Whoever waited, too, may have begun to write again.
    while (this.#writing) await this.#writing;
    if (!this.#dirty || this.#over) return;
    this.#writing = this.#write();
    await this.#writing;
  }

  /** @param epoch that Redis has now; 0 if it has lost the class */
  seen(epoch: number): void {
    if (epoch > this.#options.epoch) this.#lose();
    else if (epoch === 0 || this.#dirty) this.changed();
  }

  release(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#options.onEnd();
  }

  async #write(): Promise<void> {
    const { epoch, read, write } = this.#options;
    this.#dirty = false;
    this.#written = performance.now();
    const kept = read();
    let ours: boolean;
    try {
      ours = await write(epoch, kept);
    } catch {
      // It is tried again as soon as Redis is heard of.
      this.#dirty = true;
      return;
    } finally {
      this.#writing = undefined;
    }
    if (!ours) this.#lose();
    else if (this.#dirty) this.changed();
  }

  #lose(): void {
    if (this.#over) return;
    this.release();
    this.#options.onLost();
  }
}
