import type { Tick } from '../shared/protocol.ts';

/** A live price this little behind counts as up to date, in ms: it is the line's own delay. */
export const LIVE = 250;

/** The worst of so many ms is what a live side shows, so that it does not flicker. */
const WORST_OF = 1_000;

/** So many true ticks are remembered: one minute at 50 a second, and then some. */
const REMEMBERED = 4_000;

/**
 * How right one side has been in this run. Pure: told what was true when, and what was shown when,
 * all in server time (ms since 1970).
 */
export class Score {
  #truth: Tick[] = [];
  #first: number | undefined;
  #shown: Tick | undefined;
  /** When the shown price stopped being true. */
  #staleSince: number | undefined;
  #peaks: { at: number; age: number }[] = [];
  #clock: number | undefined;
  #running = true;
  #total = 0;
  #right = 0;
  #offByTime = 0;
  #ageTime = 0;
  /** Stretches of the run in which the shown price was out of date, from which age to which, in ms. */
  #stale: [number, number][] = [];

  /** True prices that were never shown, between two that were. */
  missed = 0;
  /** Arrivals that brought another price. */
  arrivals = 0;

  /** The newest true tick. */
  get latest(): Tick | undefined {
    return this.#truth.at(-1);
  }

  /** A price has become true. */
  truth(tick: Tick): void {
    if (this.latest && tick.seq <= this.latest.seq) return;
    this.advance(tick.at);
    this.#first ??= tick.seq;
    this.#truth.push(tick);
    if (this.#truth.length > REMEMBERED * 2) this.#truth = this.#truth.slice(-REMEMBERED);
    if (this.#shown && tick.seq > this.#shown.seq) this.#staleSince ??= tick.at;
  }

  /** A price newer than the last is on the page. */
  shown(tick: Tick, now: number): void {
    this.advance(now);
    if (this.#shown) {
      this.#peaks.push({ at: now, age: this.outOfDate(now) ?? 0 });
      this.missed += tick.seq - this.#shown.seq - 1;
    }
    this.arrivals += 1;
    this.#shown = tick;
    this.#staleSince = this.#truth.find(({ seq }) => seq > tick.seq)?.at;
    this.#peaks = this.#peaks.filter(({ at }) => at > now - WORST_OF);
  }

  /** Lets the run's time go on to `now`. */
  advance(now: number): void {
    const before = this.#clock ?? now;
    this.#clock = Math.max(before, now);
    if (!this.#running || !this.#shown) return;
    const time = this.#clock - before;
    this.#total += time;
    this.#offByTime += time * (this.offBy ?? 0);
    if (this.offBy === 0) this.#right += time;
    const to = this.outOfDate(this.#clock) ?? 0;
    // A price that stopped being true in between was out of date for the rest of the time only.
    const from = Math.max(0, to - time);
    if (to === 0) return;
    this.#ageTime += ((from + to) / 2) * (to - from);
    const last = this.#stale.at(-1);
    if (last && last[1] === from) last[1] = to;
    else this.#stale.push([from, to]);
  }

  /** Stops the run's time while what is true or shown can't be known: hidden tab, lost referee. */
  suspend(now: number): void {
    this.advance(now);
    this.#running = false;
  }

  resume(now: number): void {
    this.advance(now);
    this.#running = true;
    this.#peaks = [];
  }

  /** For how long the shown price has been wrong, in ms. */
  outOfDate(now: number): number | undefined {
    if (!this.#shown) return undefined;
    return this.#staleSince === undefined ? 0 : Math.max(0, now - this.#staleSince);
  }

  /** The worst {@link outOfDate} of the last second, in ms. */
  worst(now: number): number | undefined {
    const current = this.outOfDate(now);
    if (current === undefined) return undefined;
    const peaks = this.#peaks.filter(({ at }) => at > now - WORST_OF);
    return Math.max(current, ...peaks.map(({ age }) => age));
  }

  /** Distance between the shown and the true price, in dollars. */
  get offBy(): number | undefined {
    if (!this.#shown) return undefined;
    // What is shown may be newer than what the referee has told yet.
    const truth = this.latest && this.latest.seq > this.#shown.seq ? this.latest : this.#shown;
    return Math.abs(Math.round((truth.price - this.#shown.price) * 100)) / 100;
  }

  /** Mean of {@link offBy} over the run's time, in dollars. */
  get meanOffBy(): number | undefined {
    return this.#total > 0 ? this.#offByTime / this.#total : undefined;
  }

  /** The run's time so far, in ms. */
  get duration(): number {
    return this.#total;
  }

  /** Mean of {@link outOfDate} over the run's time, in ms. */
  get meanOutOfDate(): number | undefined {
    return this.#total > 0 ? this.#ageTime / this.#total : undefined;
  }

  /** For a share of the run's time (0 to 1) the price was out of date for so long at most, in ms. */
  outOfDateQuantile(share: number): number | undefined {
    if (this.#total === 0) return undefined;
    // Time out of date by more than `age`; it falls as age grows, so the answer can be closed in on.
    const beyond = (age: number) =>
      this.#stale.reduce((sum, [from, to]) => sum + Math.max(0, to - Math.max(from, age)), 0);
    const allowed = (1 - share) * this.#total;
    let low = 0;
    let high = this.#stale.reduce((most, [, to]) => Math.max(most, to), 0);
    if (beyond(0) <= allowed) return 0;
    while (high - low > 0.5) {
      const middle = (low + high) / 2;
      if (beyond(middle) > allowed) low = middle;
      else high = middle;
    }
    return high;
  }

  /** True prices of this run so far. */
  get ticks(): number {
    return this.#first === undefined ? 0 : (this.latest?.seq ?? this.#first) - this.#first + 1;
  }

  /** Share of the run's time in which the shown price was the true one, 0 to 1. */
  get rightFor(): number | undefined {
    return this.#total > 0 ? this.#right / this.#total : undefined;
  }

  /** True prices newer than the shown one. */
  get waiting(): number {
    return Math.max(0, (this.latest?.seq ?? 0) - (this.#shown?.seq ?? 0));
  }
}
