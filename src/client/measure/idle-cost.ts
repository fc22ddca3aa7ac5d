import type { ByteSample } from './byte-samples.ts';

/** How long after a price change its own bytes have passed, even over the slowest line, in ms. */
const SETTLED = 5_000;

/** What a side moves while no price changes: polls that bring nothing new, or heartbeats. */
export class IdleCost {
  #last: ByteSample | undefined;
  #bytes = 0;
  /** In ms. */
  #time = 0;

  /**
   * @param sample what the side had moved by now
   * @param changed when the price changed last, server time in ms since 1970
   */
  add(sample: ByteSample, changed: number | undefined): void {
    const last = this.#last;
    this.#last = sample;
    if (!last || changed === undefined || last.at < changed + SETTLED) return;
    this.#bytes += sample.bytes - last.bytes;
    this.#time += sample.at - last.at;
  }

  /** Bytes a minute; undefined while it has not been idle for a minute, the longest time between polls. */
  get perMinute(): number | undefined {
    return this.#time >= 60_000 ? (this.#bytes / this.#time) * 60_000 : undefined;
  }
}
