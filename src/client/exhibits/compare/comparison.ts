import { type RunRow, rowsOf } from '../../report/rows.ts';
import type { Run } from '../../session/runs/run.ts';
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
  http2: boolean;
  ages: Age[];
  /** Its numbers, once it is over; where both versions of HTTP are compared, without what TLS has added. */
  row?: RunRow;
}

/** A way's name in a sentence, with the version of HTTP where it is HTTP/2. */
export const nameOf = ({ way, http2 }: Stretch): string =>
  http2 ? `${way.noun}, HTTP/2` : way.noun;

/**
 * Runs every way for {@link STRETCH}, one after the other, over the same line and at the same rate of
 * the market, and then all of them over HTTP/2 where that can be had. The WebSocket is measured beside the
 * last of the others. Says `change`.
 */
export class Comparison extends TypedEventTarget<{ change: Event }> {
  stretches: Stretch[] = [];
  /** Why it ended before its end, or without HTTP/2, in a sentence. */
  problem = '';
  readonly #session: Session;
  #running: AbortController | undefined;
  /** Which versions of HTTP it compares: whether each is HTTP/2. */
  #versions: readonly boolean[] = [false];

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
    return time / (STRETCH * leftWays.length * this.#versions.length);
  }

  /** The stretches over one version of HTTP, if every way has been measured over it. */
  complete(http2: boolean): readonly Stretch[] {
    const all = this.stretches.filter((stretch) => stretch.http2 === http2);
    return all.length > leftWays.length && all.every(({ row }) => row) ? all : [];
  }

  /** Why nothing can be compared now, in a sentence. */
  get whyNot(): string | undefined {
    const { measured, instruments, damage } = this.#session;
    if (!measured) return 'There is no contact with the server: nothing can be measured.';
    if (instruments.rate === 0) return `${pace(0)}. Let it move first (Break the line).`;
    return damage === 'none' ? undefined : 'The line is broken. Repair it first (Break the line).';
  }

  /** The versions of HTTP that it would compare now. The lesson is on HTTP/1.1. */
  get versions(): readonly boolean[] {
    const { instruments, settings } = this.#session;
    return instruments.hello?.http2 && settings.step === undefined ? [false, true] : [false];
  }

  /** Begins anew, or says why it can't; while it runs, does nothing. */
  async start(): Promise<void> {
    if (this.#running) return;
    if (this.whyNot) return this.#session.say(this.whyNot);
    const running = new AbortController();
    this.#running = running;
    this.stretches = [];
    this.problem = '';
    const { left, poll, http2 } = this.#session.settings;
    let version = http2;
    try {
      this.#versions = await this.#available();
      for (version of this.#versions) await this.#measureAll(version, running.signal);
    } catch (error) {
      if (!running.signal.aborted) throw error;
      this.problem = String(running.signal.reason);
    } finally {
      this.#running = undefined;
      // Unless the visitor has chosen another meanwhile.
      if (this.#session.http2.on === version) await this.#choose(http2);
      const last = this.stretches.findLast(({ way }) => way !== rightWay)?.way.id;
      if (last === undefined || this.#session.settings.left === last)
        await this.#session.commands.setLeft(left, poll);
      this.#changed();
    }
  }

  stop(why = 'You stopped the comparison.'): void {
    this.#running?.abort(why);
  }

  /** Those that it would compare and the browser gets. */
  async #available(): Promise<readonly boolean[]> {
    const { versions } = this;
    const { http2 } = this.#session;
    if (!versions.includes(true) || http2.on || (await http2.check())) return versions;
    this.problem = `${http2.problem} So there are no rows of HTTP/2.`;
    return [false];
  }

  /** Measures every way over a version of HTTP. */
  async #measureAll(http2: boolean, signal: AbortSignal): Promise<void> {
    await this.#choose(http2);
    for (const { id } of leftWays) {
      signal.throwIfAborted();
      await this.#measure(id, http2, signal);
    }
  }

  async #choose(http2: boolean): Promise<void> {
    const session = this.#session;
    if (session.http2.on !== http2) await session.commands.setHttp2(http2);
  }

  async #measure(id: LeftWay, http2: boolean, signal: AbortSignal): Promise<void> {
    const session = this.#session;
    await session.commands.setLeft(id, POLL);
    const last = id === leftWays.at(-1)?.id;
    // Both pay for their connections, then.
    if (last) await session.commands.reset();
    const left: Stretch = { way: leftWay(id), http2, ages: [] };
    const right: Stretch = { way: rightWay, http2, ages: [] };
    let pressed = 0;
    this.stretches = [...this.stretches, left, ...(last ? [right] : [])];
    await until(() => {
      if (session.settings.left !== id) this.stop('Stopped, because the Ask side was changed.');
      if (session.http2.on !== http2) {
        this.stop('Stopped, because the version of HTTP was changed.');
      }
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
    [left.row, right.row] = this.#rows();
  }

  #rows(): [RunRow, RunRow] {
    const { left, right } = this.#session;
    const [asked, told] = rowsOf(this.#session);
    const both = this.#versions.length > 1;
    return both ? [withoutTls(asked, left.run), withoutTls(told, right.run)] : [asked, told];
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

/** Over HTTP/2 what TLS adds is both sides', so in a comparison with it nobody's is counted. */
function withoutTls(row: RunRow, { moved, score }: Run): RunRow {
  if (row.bytes === undefined) return row;
  const bytes = row.bytes - moved.sizes.tls;
  const { bytesPerPrice } = row;
  return {
    ...row,
    settings: `${row.settings}, bytes without TLS`,
    bytes,
    bytesPerPrice: bytesPerPrice === undefined ? undefined : bytes / score.arrivals,
  };
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
