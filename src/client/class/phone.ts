import type { Joined } from '../../protocol/class/join.ts';
import type { Phase } from '../../protocol/class/round.ts';
import type { Snapshot, You } from '../../protocol/class/snapshot.ts';
import type { ServerClock } from '../session/clock.ts';
import { Frames } from '../session/frames.ts';
import { TypedEventTarget } from '../session/typed-event-target.ts';
import type { ClassConnection } from './connection/class-connection.ts';
import { PhoneRun } from './phone-run.ts';

/** How often clocks and counts are painted anew, and how often the score is reported, in ms. */
const PAINT_EVERY = 250;
const REPORT_EVERY = 1_000;

/** Votes go out at most this often, in ms: the server takes five a second. */
const VOTE_EVERY = 250;

interface PhoneEvents {
  /** There is something else to show. */
  change: Event;
  /** Clocks and counts go on. */
  paint: Event;
  /** A sentence for the status line. */
  say: CustomEvent<string>;
}

/** A phone in a class: shows what the snapshot says, runs its way, reports what it measures. */
export class Phone extends TypedEventTarget<PhoneEvents> {
  readonly connection: ClassConnection;
  readonly frames = new Frames();
  /** The run that is on, or the one that has just been. */
  run: PhoneRun | undefined;
  /** What was reported of the round before the page was loaded anew. */
  before: You['score'];
  /** The choice that was tapped, until the server has it. */
  #wanted: { step: number; choice: number } | undefined;
  #voting: ReturnType<typeof setTimeout> | undefined;
  #tab: string | undefined;
  /** The server no longer knows this phone, which is to be said. */
  #forgotten = false;
  #reported = 0;
  #finished = false;
  #ticking: ReturnType<typeof setInterval> | undefined;
  readonly #over = new AbortController();

  constructor(connection: ClassConnection) {
    super();
    this.connection = connection;
  }

  /** Joins the class and takes part. */
  start(): void {
    const { connection } = this;
    connection.addEventListener('joined', ({ detail }) => this.#join(detail));
    connection.addEventListener('change', () => this.#follow());
    connection.addEventListener('truth', ({ detail }) => {
      for (const tick of detail.ticks) this.run?.truth(tick);
    });
    connection.addEventListener('news', ({ detail: { step, seq } }) => {
      if (this.run?.task.step === step) this.run.news = seq;
      this.emit('change');
    });
    connection.addEventListener('rejection', ({ detail }) => {
      // That a report is not counted, as it came too late, is nobody's concern.
      if (detail.code !== 'not-counted') this.emit('say', detail.message);
    });
    document.addEventListener('visibilitychange', () => this.#look(), {
      signal: this.#over.signal,
    });
    this.#ticking = setInterval(() => this.#tick(), PAINT_EVERY);
    connection.join();
  }

  /** Leaves the class. */
  end(): void {
    this.#over.abort();
    clearInterval(this.#ticking);
    clearTimeout(this.#voting);
    this.run?.stop();
    this.connection.leave();
  }

  #look(): void {
    this.connection.seen(!document.hidden);
    if (document.hidden && this.running) {
      this.running.unseen = true;
      this.running.suspend();
    }
    this.emit('change');
  }

  get snapshot(): Snapshot | undefined {
    return this.connection.snapshot;
  }

  get clock(): ServerClock {
    return this.connection.clock;
  }

  /** True while all numbers can be known. */
  get measured(): boolean {
    return this.connection.standing.state === 'joined' && this.clock.now !== undefined;
  }

  /** The answer that shows as chosen: the last tapped, whether or not the server has it yet. */
  get choice(): number | undefined {
    const { snapshot } = this;
    return this.#wanted && this.#wanted.step === snapshot?.step
      ? this.#wanted.choice
      : snapshot?.you?.vote;
  }

  /** Whether the server has the answer that shows as chosen. */
  get voted(): boolean {
    const vote = this.snapshot?.you?.vote;
    return vote !== undefined && vote === this.choice;
  }

  vote(choice: number): void {
    const step = this.snapshot?.step;
    if (step === undefined) return;
    this.#wanted = { step, choice };
    this.emit('change');
    this.#voting ??= setTimeout(() => this.#sendVote(), 0);
  }

  /** Sends the wanted vote until the server has it: a line may have been lost on the way. */
  #sendVote(): void {
    this.#voting = undefined;
    if (!this.#wanted || this.voted || this.#wanted.step !== this.snapshot?.step) return;
    this.connection.vote(this.#wanted.choice, this.#wanted.step);
    this.#voting = setTimeout(() => this.#sendVote(), VOTE_EVERY);
  }

  #join({ back, tab }: Joined): void {
    this.#forgotten = this.#tab !== undefined && !back;
    // The steps of the class are counted anew, so that those of before would be taken for others.
    if (this.#forgotten) this.#dropRun();
    this.#tab = tab;
    this.connection.seen(!document.hidden);
  }

  #dropRun(): void {
    this.run?.stop();
    this.run = undefined;
    this.#wanted = undefined;
  }

  /** The run that is on, if this phone takes part in it. */
  get running(): PhoneRun | undefined {
    return this.run?.task.step === this.snapshot?.step ? this.run : undefined;
  }

  #follow(): void {
    const { snapshot, connection } = this;
    const joined = connection.standing.state === 'joined';
    if (!joined) this.run?.suspend();
    if (joined && snapshot) {
      if (snapshot.phase !== 'run' && snapshot.phase !== 'reveal') this.before = undefined;
      this.before = snapshot.you?.score ?? this.before;
      if (snapshot.phase === 'run') this.#take(snapshot);
      else this.#finish(snapshot.phase);
      if (this.#wanted && !this.voted)
        this.#voting ??= setTimeout(() => this.#sendVote(), VOTE_EVERY);
    }
    this.emit('change');
    if (!joined || !this.#forgotten) return;
    this.#forgotten = false;
    this.emit(
      'say',
      'The server no longer knows this phone. You are in, and start anew from here.',
    );
  }

  /** Takes part in the run that is on. */
  #take({ step, round, you, news }: Snapshot): void {
    if (this.run?.task.step !== step || this.run.task.tab !== this.#tab) {
      this.run?.stop();
      this.run = undefined;
      if (!round || !you?.way || this.#tab === undefined) return;
      const { poll, askFirst } = round;
      const task = { step, way: you.way, poll, askFirst, tab: this.#tab, before: you.score };
      this.run = new PhoneRun(task, this.connection.clock, this.frames, () => this.#report());
      this.#finished = false;
      this.run.side.addEventListener('change', () => this.emit('change'));
      this.run.start();
    }
    this.run.news = news;
  }

  /** The run is over: its last report follows where it still counts, and what it measured is still shown. */
  #finish(phase: Phase): void {
    if (!this.run || this.#finished) return;
    this.#finished = true;
    this.run.stop();
    if (phase === 'reveal') this.connection.report(this.run.score);
  }

  #report(): void {
    const { running } = this;
    if (!running) return;
    this.#reported = Date.now();
    this.connection.report(running.score);
  }

  #tick(): void {
    const { running } = this;
    if (document.hidden || !running) return;
    if (this.connection.standing.state === 'joined') running.advance();
    if (Date.now() - this.#reported >= REPORT_EVERY) this.#report();
    this.frames.request(this.#emitPaint);
  }

  readonly #emitPaint = () => this.emit('paint');
}
