import type { Session } from '../session.ts';

/** How often clocks and counts are painted anew, in ms. */
const PAINT_EVERY = 250;

/** After a pause this long between two paints the computer has slept, in ms. */
const ASLEEP = 5_000;

/**
 * Lets the time of the run go on, and stops it while what is true or shown can't be known: without
 * instruments, in a hidden tab, in a computer that sleeps.
 */
export class RunClock {
  readonly #session: Session;
  /** When the page was last painted, by the computer's clock and by the server's, in ms. */
  #paintedAt = Date.now();
  #painted: number | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  follow(): void {
    const { instruments } = this.#session;
    instruments.addEventListener('pong', () => this.#resume());
    instruments.addEventListener('lost', () => this.#loseTruth());
    instruments.addEventListener('market', () => {
      // What is true now nobody can tell.
      if (instruments.trouble) this.#loseTruth();
      else this.#resume();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.#suspend();
      else instruments.resync();
      this.#session.emit('change');
    });
    setInterval(() => this.#paint(), PAINT_EVERY);
  }

  readonly #emitPaint = () => this.#session.emit('paint');

  #loseTruth(): void {
    this.#suspend();
    for (const { run } of this.#session.sides) run.truthUnknown();
  }

  #suspend(now = this.#session.clock.now): void {
    if (now !== undefined) for (const side of this.#session.sides) side.suspend(now);
  }

  #resume(): void {
    const { clock, instruments, sides } = this.#session;
    const { now } = clock;
    if (now === undefined || document.hidden || !instruments.connected) return;
    if (instruments.trouble) return;
    for (const { run } of sides) run.resume(now);
  }

  #paint(): void {
    const { clock, instruments, runs, settings } = this.#session;
    const slept = Date.now() - this.#paintedAt > ASLEEP;
    this.#paintedAt = Date.now();
    if (document.hidden) return;
    if (slept) {
      // The run ends where the computer fell asleep and goes on once the clock is known again.
      this.#suspend(this.#painted);
      instruments.resync();
    }
    this.#painted = clock.now;
    runs.advance();
    if (!settings.paused) this.#session.frames.request(this.#emitPaint);
  }
}
