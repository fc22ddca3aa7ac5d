/** Where a replay stands, and whether it goes on by itself. Times are server time, in ms since 1970. */
export class Player {
  /** How many times as fast as it was. */
  speed = 1;
  #playing = false;
  #moment: number;
  readonly #begins: number;
  readonly #ends: number;
  /** When the moment was set last, by the page's clock in ms. */
  #at = 0;

  constructor(begins: number, ends: number) {
    this.#begins = begins;
    this.#ends = ends;
    this.#moment = ends;
  }

  get moment(): number {
    return this.#moment;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** Goes on from here; from the end it begins again. @param at the page's clock, in ms */
  play(at: number): void {
    if (this.#moment >= this.#ends) this.#moment = this.#begins;
    this.#playing = true;
    this.#at = at;
  }

  pause(): void {
    this.#playing = false;
  }

  /** Goes to a moment, and on from there if it is playing. */
  seek(moment: number, at: number): void {
    this.#moment = Math.min(Math.max(moment, this.#begins), this.#ends);
    this.#at = at;
  }

  /** Lets time go on to `at`. At the end of the run it pauses. */
  advance(at: number): void {
    if (!this.#playing) return;
    this.seek(this.#moment + (at - this.#at) * this.speed, at);
    if (this.#moment >= this.#ends) this.pause();
  }
}
