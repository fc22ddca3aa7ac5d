import type { Tick } from '../../protocol/tick.ts';
import { Ages } from './ages.ts';
import { PassedTicks } from './passed-ticks.ts';
import { RecentWorst, type Wrong } from './recent-worst.ts';

/** A live price this little behind counts as up to date, in ms: it is the line's own delay. */
export const LIVE = 250;

/** How many true ticks are remembered: more than any line holds back. */
const REMEMBERED = 1_000;

/** How a score stands: all that the score of the next run has to know to go on from there. */
export interface Standing {
  /** What has become true since the price shown, that which is true now in any case. */
  truth: readonly Tick[];
  shown?: Tick | undefined;
  /** When the shown price stopped being true. */
  staleSince?: number | undefined;
  /** The newest true tick's seq when the run's time was stopped last. */
  stoppedAt: number;
}

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
  readonly #recent = new RecentWorst();
  #clock: number | undefined;
  #running: boolean;
  /** The newest true tick's seq when the run's time was stopped last. */
  #stoppedAt = 0;
  readonly #passed = new PassedTicks();
  #total = 0;
  #right = 0;
  #offByTime = 0;
  readonly #ages = new Ages();

  /** True prices of the run's time that were never shown, between two that were. */
  missed = 0;
  /** Arrivals that brought another price. */
  arrivals = 0;
  /** Those of them that came too late to be seen, when a lost line was back and caught up. */
  recovered = 0;
  /** When the line was opened last. */
  #openedAt: number | undefined;

  /** @param running whether its time runs from the beginning */
  constructor(running = true) {
    this.#running = running;
  }

  /** Whether the run's time goes on. */
  get running(): boolean {
    return this.#running;
  }

  /** The newest true tick. */
  get latest(): Tick | undefined {
    return this.#truth.at(-1);
  }

  /** A price has become true. */
  truth(tick: Tick): void {
    const before = this.latest;
    if (before && tick.seq <= before.seq) return;
    this.advance(tick.at);
    if (before && !this.#running) {
      this.#passed.add(Math.max(before.seq, this.#stoppedAt + 1), tick.seq - 1);
    }
    this.#first ??= tick.seq;
    this.#truth.push(tick);
    if (this.#truth.length > REMEMBERED * 2) this.#truth = this.#truth.slice(-REMEMBERED);
    if (this.#shown && tick.seq > this.#shown.seq) this.#staleSince ??= tick.at;
  }

  /** A price newer than the last is on the page. */
  shown(tick: Tick, now: number): void {
    this.advance(now);
    if (this.#shown) {
      const wrong = this.wrong(now);
      if (wrong) this.#recent.add(now, wrong);
      this.missed +=
        tick.seq - this.#shown.seq - 1 - this.#passed.between(this.#shown.seq, tick.seq);
    }
    this.arrivals += 1;
    const isTrue = tick.seq >= (this.latest?.seq ?? 0);
    if (!isTrue && tick.at < (this.#openedAt ?? 0)) this.recovered += 1;
    this.#shown = tick;
    this.#staleSince = this.#truth.find(({ seq }) => seq > tick.seq)?.at;
  }

  /** A line is open again from now on: what was true before and comes over it is made up for. */
  opened(now: number): void {
    if (this.#shown) this.#openedAt = now;
  }

  /**
   * Goes on with the price that an earlier run shows: from `now` on it is judged here, but it has not
   * arrived here, and what was missed before was missed there.
   */
  goOnFrom({ truth, shown, staleSince, stoppedAt }: Standing, now: number): void {
    this.advance(now);
    this.#truth = [...truth];
    this.#first = this.latest?.seq;
    this.#stoppedAt = stoppedAt;
    this.#shown = shown;
    this.#staleSince = staleSince;
    if (this.#shown && this.#first !== undefined)
      this.#passed.add(this.#shown.seq + 1, this.#first - 1);
  }

  /** How it stands now, for the next run to go on from. */
  get standing(): Standing {
    const shown = this.#shown;
    const newer = this.#truth.findIndex(({ seq }) => seq > (shown?.seq ?? 0));
    return {
      truth: this.#truth.slice(newer < 0 ? -1 : newer),
      shown,
      staleSince: this.#staleSince,
      stoppedAt: this.#stoppedAt,
    };
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
    if (to > 0) this.#ages.add(from, to);
  }

  /** Stops the run's time while what is true or shown can't be known: hidden tab, lost instruments. */
  suspend(now: number): void {
    this.advance(now);
    if (this.#running) this.#stoppedAt = this.latest?.seq ?? 0;
    this.#running = false;
  }

  resume(now: number): void {
    if (this.#running) return;
    this.advance(now);
    this.#running = true;
    this.#recent.clear();
  }

  /** For how long the shown price has been wrong, in ms. */
  outOfDate(now: number): number | undefined {
    if (!this.#shown) return undefined;
    return this.#staleSince === undefined ? 0 : Math.max(0, now - this.#staleSince);
  }

  /** How wrong the shown price is now. */
  wrong(now: number): Wrong | undefined {
    const [age, offBy] = [this.outOfDate(now), this.offBy];
    return age === undefined || offBy === undefined ? undefined : { age, offBy };
  }

  /** How wrong it was when it had been so for longest, in the last second. */
  worst(now: number): Wrong | undefined {
    const current = this.wrong(now);
    return current && this.#recent.worst(now, current);
  }

  /** Distance between the shown and the true price, in dollars. */
  get offBy(): number | undefined {
    if (!this.#shown) return undefined;
    // What is shown may be newer than what the instruments have told yet.
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
    return this.#total > 0 ? this.#ages.sum / this.#total : undefined;
  }

  /** For this share of the run's time (0 to 1) the price was out of date for at most so long, in ms, to 2 %. */
  outOfDateQuantile(share: number): number | undefined {
    if (this.#total === 0) return undefined;
    return this.#ages.exceededFor((1 - share) * this.#total);
  }

  /** True prices of this run's time so far. */
  get ticks(): number {
    const [first, last] = [this.#first, this.latest?.seq];
    if (first === undefined || last === undefined) return 0;
    return last - first + 1 - this.#passed.between(first - 1, last);
  }

  /** Share of the run's time in which the shown price was the true one, 0 to 1. */
  get rightFor(): number | undefined {
    return this.#total > 0 ? this.#right / this.#total : undefined;
  }

  /**
   * True prices of the run's time that did not come before a newer one: passed over for good, or
   * waiting still. What may yet be on its way here is not one of them; those recovered are apart.
   * @param now server time, in ms
   * @param transit one-way delay of the line, in ms
   */
  unseen(now: number, transit: number): number {
    const shown = this.#shown?.seq;
    const due = this.#truth.findLast(({ at }) => at <= now - transit - LIVE)?.seq ?? 0;
    if (shown === undefined || due <= shown) return this.missed;
    return this.missed + due - shown - 1 - this.#passed.between(shown, due);
  }

  /** True prices newer than the shown one. */
  get waiting(): number | undefined {
    if (!this.#shown) return undefined;
    return Math.max(0, (this.latest?.seq ?? 0) - this.#shown.seq);
  }
}
