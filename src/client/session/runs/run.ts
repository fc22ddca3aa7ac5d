import type { Tick } from '../../../protocol/tick.ts';
import { type ByteSample, thinned } from '../../measure/byte-samples.ts';
import { Score, type Standing } from '../../measure/freshness.ts';
import { IdleCost } from '../../measure/idle-cost.ts';
import { Journeys, journey } from '../../measure/latency.ts';
import { Trace } from '../../measure/trace.ts';
import type { Counts, Status } from '../../ways/way.ts';
import { localNow } from '../clock.ts';
import { ByteTotals, type Measured } from './byte-totals.ts';
import { type Conditions, LOG_LENGTH, type RunEvent, type Told } from './run-log.ts';

/** What a run has to know of the clock: server time now, in ms since 1970, once it is known. */
interface Clock {
  readonly now: number | undefined;
}

/** How the last question went. */
export interface LastAnswer {
  /** From question to answer, in ms. */
  took: number;
  /** The price had changed again before the answer was here. */
  stale: boolean;
}

/** All that is measured of one run of one side. Each run gets a new one, so nothing of the last leaks in. */
export class Run {
  readonly counts: Counts = {
    questions: 0,
    answers: 0,
    wasted: 0,
    failures: 0,
    sent: 0,
    received: 0,
    heartbeats: 0,
  };
  readonly score: Score;
  readonly trace = new Trace();
  /** How long the prices took to the screen. */
  readonly journeys = new Journeys();
  /** Its bytes and connections. */
  readonly moved = new ByteTotals();
  /** How the bytes have grown. */
  byteSamples: readonly ByteSample[] = [];
  /** What it costs while there is nothing new. */
  readonly idleCost = new IdleCost();
  shown: Tick | undefined;
  /** The last other price that was shown before this one, in dollars. */
  before: number | undefined;
  lastAnswer: LastAnswer | undefined;
  /** What it was told, the first {@link LOG_LENGTH} of it. */
  readonly log: RunEvent[] = [];
  /** Whether its time ran from the beginning. */
  readonly ran: boolean;
  /** When it began, in ms of the page's clock, and of the server's as far as that was known then. */
  readonly begun = localNow();
  readonly #began: number;
  readonly #clock: Clock;

  /** @param running whether its time runs from the beginning */
  constructor(clock: Clock, running = false) {
    this.ran = running;
    this.#clock = clock;
    this.#began = clock.now ?? 0;
    this.score = new Score(running);
  }

  /** How it stands, for the next run to go on from. */
  get standing(): Standing {
    return { ...this.score.standing, shown: this.shown };
  }

  /** Takes over the price that the run before shows, which goes on to be judged. */
  goOn(standing: Standing): void {
    const now = this.#keep('goOn', standing);
    const { shown } = standing;
    this.shown = shown;
    if (now === undefined) return;
    this.score.goOnFrom(standing, now);
    if (shown) this.trace.shown.add(now, shown.price);
  }

  /** A price has become true. */
  truth(tick: Tick): void {
    // An older one is of another market, whose run has not begun yet.
    if (tick.seq < (this.score.latest?.seq ?? 0)) return;
    this.#keep('truth', tick);
    this.score.truth(tick);
    this.trace.truth.add(tick.at, tick.price);
  }

  /** From now on nobody knows the true price, until the next one is told. */
  truthUnknown(): void {
    const now = this.#keep('truthUnknown');
    if (now !== undefined) this.trace.truth.add(now, null);
  }

  /** Stops its time; all times are the server's, in ms. */
  suspend(now: number): void {
    this.#keepAt(now, 'suspend');
    this.score.suspend(now);
  }

  resume(now: number): void {
    if (this.score.running) return;
    this.#keepAt(now, 'resume');
    this.score.resume(now);
  }

  /** Lets its time go on to `now`. */
  advance(now: number): void {
    this.#keepAt(now, 'advance');
    this.score.advance(now);
  }

  /** Something was sent or has come. */
  count(kind: keyof Counts): void {
    this.#keep('count', kind);
    this.counts[kind] += 1;
  }

  /** How it stands with the side's line now. @param opened whether that has just been opened */
  status(status: Status, opened: boolean): void {
    const now = this.#keep('status', status, opened);
    if (opened && now !== undefined) this.score.opened(now);
  }

  /** Logs the conditions under which it goes on; nothing is worked out from them. */
  conditions(conditions: Conditions): void {
    this.#keep('conditions', conditions);
  }

  /**
   * A price has come.
   * @param took from its question on, in ms
   * @returns false for one that was overtaken, or that brings nothing new: it changes nothing
   */
  receive(tick: Tick, took: number): boolean {
    const now = this.#keep('receive', tick, took);
    const { latest } = this.score;
    this.lastAnswer = { took, stale: latest !== undefined && latest.seq > tick.seq };
    if (this.shown && tick.seq <= this.shown.seq) {
      this.counts.wasted += 1;
      return false;
    }
    this.#show(tick, now);
    return true;
  }

  /** Begins with a price that has come before. */
  show(tick: Tick): void {
    this.#show(tick, this.#keep('show', tick));
  }

  #show(tick: Tick, now: number | undefined): void {
    if (this.shown && this.shown.price !== tick.price) this.before = this.shown.price;
    this.shown = tick;
    if (now === undefined) return;
    this.score.shown(tick, now);
    this.trace.shown.add(now, tick.price);
  }

  /** Whether the way is to blame if this price comes late: not if it was true before the run began. */
  hasSeenBegin(tick: Tick): boolean {
    return tick.at >= this.#began;
  }

  /** A price has been drawn: its journey is over. Times are the server's, in ms since 1970. */
  drawn(tick: Tick, asked: number, arrived: number): void {
    if (this.shown !== tick) return;
    const now = this.#keep('drawn', asked, arrived);
    if (now === undefined) return;
    this.journeys.add(journey(tick.at, asked, arrived, now));
  }

  /** Takes what `line` of the server has counted. */
  measure(line: string, meter: Measured): void {
    this.moved.take(line, meter);
    const at = this.#keep('measure', line, meter);
    if (at === undefined) return;
    const sample = { at, bytes: this.bytes };
    this.idleCost.add(sample, this.score.latest?.at);
    this.byteSamples = thinned([...this.byteSamples, sample]);
  }

  /** Bytes read and written at the side's TCP sockets. */
  get bytes(): number {
    return this.moved.bytes;
  }

  /** @returns when it is kept to have happened */
  #keep(...told: Told): number | undefined {
    const { now } = this.#clock;
    this.#keepAt(now ?? null, ...told);
    return now;
  }

  #keepAt(at: number | null, ...told: Told): void {
    if (this.log.length < LOG_LENGTH) this.log.push([at, ...told]);
  }
}
