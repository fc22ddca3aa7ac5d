import { type RunRow, rowsOf } from '../../report/rows.ts';
import type { Session } from '../../session/session.ts';
import type { Side } from '../../session/side.ts';
import { TypedEventTarget } from '../../session/typed-event-target.ts';
import { pace } from '../../ui/format.ts';
import { type LeftWay, leftWay, leftWays, rightWay } from '../../ways/index.ts';
import type { Way } from '../../ways/way.ts';
import { until } from '../until.ts';

/** How long each way runs, in ms of the run's own time. */
export const STRETCH = 10_000;

/** What of the report is compared. */
export const SHOWN = [
  'Right for',
  'Out of date, mean',
  'Prices you didn’t see',
  'Questions',
  'Bytes',
  'Bytes per new price',
];

/** How often a way asks that asks by the clock, in s. */
export const POLL = '1';

/** How often the page presses the button, in ms. */
export const PRESS_EVERY = 5_000;

/** How old the price shown was at a moment of the stretch, both in ms. */
export interface Age {
  at: number;
  age: number;
}

/** One way's part of the comparison. */
export interface Stretch {
  way: Way;
  ages: Age[];
  /** Its numbers, once it is over. */
  row?: RunRow;
}

/**
 * Runs every way for {@link STRETCH}, one after the other, over the same line and at the same rate of
 * the market. The WebSocket is measured beside the last of the others. Says `change`.
 */
export class Comparison extends TypedEventTarget<{ change: Event }> {
  stretches: Stretch[] = [];
  /** Why it ended before its end, in a sentence. */
  problem = '';
  readonly #session: Session;
  #running: AbortController | undefined;

  constructor(session: Session) {
    super();
    this.#session = session;
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** How much of it is over, 0 to 1. */
  get progress(): number {
    const over = this.stretches.filter(({ way }) => way !== rightWay);
    const time = over.reduce((sum, { ages }) => sum + Math.min(ages.at(-1)?.at ?? 0, STRETCH), 0);
    return time / (STRETCH * leftWays.length);
  }

  /** Whether every way has been measured. */
  get complete(): boolean {
    return this.stretches.length > leftWays.length && this.stretches.every(({ row }) => row);
  }

  /** Why nothing can be compared now, in a sentence. */
  get whyNot(): string | undefined {
    const { measured, instruments, damage } = this.#session;
    if (!measured) return 'There is no contact with the server: nothing can be measured.';
    if (instruments.rate === 0) return `${pace(0)}. Let it move first (Break the line).`;
    return damage === 'none' ? undefined : 'The line is broken. Repair it first (Break the line).';
  }

  /** Begins anew, or says why it can't; while it runs, does nothing. */
  async start(): Promise<void> {
    if (this.#running) return;
    if (this.whyNot) return this.#session.say(this.whyNot);
    const running = new AbortController();
    this.#running = running;
    this.stretches = [];
    this.problem = '';
    const { left, poll } = this.#session.settings;
    try {
      for (const { id } of leftWays) await this.#measure(id, running.signal);
    } catch (error) {
      if (!running.signal.aborted) throw error;
      this.problem = String(running.signal.reason);
    } finally {
      this.#running = undefined;
      await this.#session.commands.setLeft(left, poll);
      this.#changed();
    }
  }

  stop(why = 'You stopped the comparison.'): void {
    this.#running?.abort(why);
  }

  async #measure(id: LeftWay, signal: AbortSignal): Promise<void> {
    const session = this.#session;
    await session.commands.setLeft(id, POLL);
    const last = id === leftWays.at(-1)?.id;
    // Both pay for their connections, then.
    if (last) await session.commands.reset();
    const left: Stretch = { way: leftWay(id), ages: [] };
    const right: Stretch = { way: rightWay, ages: [] };
    let pressed = 0;
    this.stretches = [...this.stretches, left, ...(last ? [right] : [])];
    await until(() => {
      if (session.settings.left !== id) this.stop('Stopped, because the Ask side was changed.');
      this.#look(left, session.left);
      this.#look(right, session.right);
      const { duration } = session.left.run.score;
      const due = duration - pressed >= PRESS_EVERY && duration < STRETCH;
      if (left.way.controls === 'button' && due) {
        pressed = duration;
        session.left.press();
      }
      this.#changed();
      return duration >= STRETCH;
    }, signal);
    [left.row, right.row] = rowsOf(session);
  }

  #look({ ages }: Stretch, { run: { score } }: Side): void {
    const age = score.outOfDate(this.#session.clock.now ?? 0);
    const at = score.duration;
    if (age !== undefined && at > (ages.at(-1)?.at ?? -1)) ages.push({ at, age });
  }

  #changed(): void {
    this.emit('change');
  }
}

const comparisons = new WeakMap<Session, Comparison>();

/** The comparison of a session: the lesson and the exhibit show the same. */
export function comparisonOf(session: Session): Comparison {
  const known = comparisons.get(session);
  if (known) return known;
  const comparison = new Comparison(session);
  comparisons.set(session, comparison);
  return comparison;
}
