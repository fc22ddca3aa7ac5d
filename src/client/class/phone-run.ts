import type { WayId } from '../../protocol/class/round.ts';
import type { Score } from '../../protocol/class/score.ts';
import type { Tick } from '../../protocol/tick.ts';
import type { ServerClock } from '../session/clock.ts';
import type { Frames } from '../session/frames.ts';
import { NextPaint } from '../session/next-paint.ts';
import { Side } from '../session/side.ts';
import { leftWays, rightWay } from '../ways/index.ts';
import { postNotes } from '../ways/post-notes.ts';
import type { Way } from '../ways/way.ts';

/** How many prices are remembered, true ones and painted ones: half a minute of the fastest market. */
const REMEMBERED = 1_500;

/** How a phone takes part in a run. */
export interface Task {
  /** The snapshot's. */
  step: number;
  way: WayId;
  /** How often a timer asks, in s. */
  poll: number;
  /** Whether it asks once by itself, where somebody has to press. */
  askFirst: boolean;
  tab: string;
  /** What was reported of this run before the page was loaded anew. */
  before?: Omit<Score, 'type' | 'step'> | undefined;
}

export const wayOf = (id: WayId): Way =>
  [...leftWays, rightWay].find((way) => way.id === id) as Way;

/** One run of a phone: its price comes by the very way of the page, and it measures what it shows. */
export class PhoneRun {
  readonly side: Side;
  readonly task: Task;
  readonly #clock: ServerClock;
  readonly #paint: NextPaint;
  readonly #onKnown: () => void;
  /** When each price became true, by its seq, in server time. */
  readonly #trueSince = new Map<number, number>();
  readonly #painted: { seq: number; at: number }[] = [];
  #news: number | undefined;
  #knew: Pick<Score, 'knew' | 'after' | 'error'> = {};
  #starting: ReturnType<typeof setTimeout> | undefined;
  /** Its screen was off at some time, so that the class leaves it out. */
  unseen = false;
  /** Notes that were sent, and that came back. */
  readonly taps = { sent: 0, back: 0 };

  /** @param onKnown is called when news has been painted */
  constructor(task: Task, clock: ServerClock, frames: Frames, onKnown: () => void) {
    const way = wayOf(task.way);
    this.task = task;
    this.#clock = clock;
    this.#onKnown = onKnown;
    this.#paint = new NextPaint(frames);
    this.side = new Side(way, clock, way === rightWay ? undefined : postNotes, frames);
    this.side.tab = task.tab;
    this.side.interval = task.poll * 1000;
    this.side.addEventListener('tick', ({ detail }) => this.#arrive(detail));
    this.side.addEventListener('noted', ({ detail: { fate } }) => {
      if (fate === 'back') this.taps.back += 1;
      this.side.emit('change');
    });
    const { before } = task;
    if (before?.knew !== undefined) {
      const { knew, after, error } = before;
      this.#knew = {
        knew,
        ...(after === undefined ? {} : { after }),
        ...(error === undefined ? {} : { error }),
      };
    }
  }

  start(): void {
    const { side } = this;
    side.newRun();
    if (side.way.id === 'timer') {
      // Timers of thirty phones that begin at one signal would all ask at the same moments.
      this.#starting = setTimeout(() => side.start(), Math.random() * side.interval);
      return;
    }
    side.start();
    if (side.way.id === 'press' && this.task.askFirst) side.press();
  }

  /** Stops the way, and the run's time with it; what was measured stays. */
  stop(): void {
    clearTimeout(this.#starting);
    this.suspend();
    this.#paint.cancel();
    this.side.stop();
  }

  /** A price has become true. */
  truth(tick: Tick): void {
    if (tick.symbol !== this.side.symbol) return;
    this.#remember(tick);
    this.side.run.truth(tick);
  }

  /** The price of this seq is news. */
  set news(seq: number | undefined) {
    this.#news = seq;
    this.#look();
  }

  /** Whether what is shown is the news, or newer; undefined while there is none. */
  get knows(): boolean | undefined {
    if (this.#news === undefined) return undefined;
    return (this.side.run.shown?.seq ?? 0) >= this.#news;
  }

  /** Lets the run's time go on, while the page is seen and the class can be heard. */
  advance(): void {
    const { now } = this.#clock;
    if (now === undefined) return;
    this.side.run.resume(now);
    this.side.run.advance(now);
  }

  suspend(): void {
    const { now } = this.#clock;
    if (now !== undefined) this.side.suspend(now);
  }

  /** Sends a note there and back. */
  tap(): void {
    this.taps.sent += 1;
    this.side.send({ id: this.taps.sent, text: 'Tap!' });
  }

  /** What has been measured so far. */
  get score(): Omit<Score, 'type'> {
    const { run } = this.side;
    const { step, before } = this.task;
    const { now } = this.#clock;
    const { rightFor } = run.score;
    return {
      step,
      ...(rightFor === undefined ? {} : { rightFor }),
      missed:
        (before?.missed ?? 0) + (now === undefined ? run.score.missed : run.score.unseen(now, 0)),
      // The price with which a page that was loaded anew begins, it had before.
      prices: before ? before.prices + Math.max(0, run.score.arrivals - 1) : run.score.arrivals,
      questions: (before?.questions ?? 0) + run.counts.questions,
      ...(this.#knew.knew === this.#news ? this.#knew : {}),
    };
  }

  #arrive(tick: Tick): void {
    if (tick.symbol !== this.side.symbol) return;
    this.#remember(tick);
    // The price that is shown a frame from now; one that was overtaken is never painted.
    this.#paint.whenPainted(() => {
      const at = this.#clock.now;
      const { shown } = this.side.run;
      if (at === undefined || !shown || document.hidden) return;
      if (shown.seq > (this.#painted.at(-1)?.seq ?? 0)) this.#painted.push({ seq: shown.seq, at });
      if (this.#painted.length > REMEMBERED) this.#painted.shift();
      this.#look();
    });
  }

  #remember({ seq, at }: Tick): void {
    if (!this.#trueSince.has(seq)) this.#trueSince.set(seq, at);
    if (this.#trueSince.size <= REMEMBERED) return;
    const [oldest] = this.#trueSince.keys();
    if (oldest !== undefined) this.#trueSince.delete(oldest);
  }

  /** Whether the news has been painted by now. */
  #look(): void {
    const news = this.#news;
    if (news === undefined || this.#knew.knew === news) return;
    const since = this.#trueSince.get(news);
    const painted = this.#painted.find(({ seq }) => seq >= news);
    if (since === undefined || !painted) return;
    const { error } = this.#clock;
    this.#knew = {
      knew: news,
      after: painted.at - since,
      ...(error === undefined ? {} : { error }),
    };
    this.#onKnown();
  }
}
