import type { Message } from './message.ts';

/** Slow motion shows so long a piece of the past, in ms, at so small a share of its speed. */
export const SLOW_WINDOW = 2_000;
const SLOW = 1 / 8;

/** Which moment is seen, by the server's clock in ms: now, one that is frozen, or slow motion up to that. */
export class Playback {
  /** The moment that is seen while the view is paused. */
  frozen: number | undefined;
  /** While slow motion runs: when it began, by the page's clock in ms. */
  #began: number | undefined;

  /** Freezes, or goes on, with the page's own Pause. */
  follow(paused: boolean, now: number | undefined): void {
    if (!paused) this.frozen = this.#began = undefined;
    else this.frozen ??= now;
  }

  get slow(): boolean {
    return this.#began !== undefined;
  }

  /** @param at the page's clock, in ms */
  slowDown(at: number): void {
    if (this.frozen !== undefined) this.#began = at;
  }

  /**
   * The moment that is seen.
   * @param now by the server's clock
   * @param at by the page's
   */
  moment(now: number | undefined, at: number): number | undefined {
    if (this.#began !== undefined && this.frozen !== undefined) {
      const past = (at - this.#began) * SLOW;
      if (past < SLOW_WINDOW) return this.frozen - SLOW_WINDOW + past;
      this.#began = undefined;
    }
    return this.frozen ?? now;
  }

  /**
   * Goes to the next moment, back or on, at which something was sent or arrived.
   * @returns the message that it was
   */
  step(messages: readonly Message[], direction: 1 | -1): Message | undefined {
    const { frozen } = this;
    if (frozen === undefined) return undefined;
    this.#began = undefined;
    let nearest: number | undefined;
    let found: Message | undefined;
    for (const message of messages) {
      for (const time of [message.sent, message.received ?? message.lost]) {
        if (time === undefined || (time - frozen) * direction <= 0) continue;
        if (nearest !== undefined && (time - nearest) * direction >= 0) continue;
        nearest = time;
        found = message;
      }
    }
    this.frozen = nearest ?? frozen;
    return found;
  }
}
