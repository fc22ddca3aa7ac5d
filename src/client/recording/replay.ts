import { type Scores, scoresOf } from '../report/rows.ts';
import { ServerClock } from '../session/clock.ts';
import { Run } from '../session/runs/run.ts';
import type { RunEvent } from '../session/runs/run-log.ts';
import { Session } from '../session/session.ts';
import type { Side } from '../session/side.ts';
import { type Recording, timesOf } from './recording.ts';

/** What the page says in the place of numbers that it did not know then. */
const LOST = 'The page had lost contact with the server.';

/** The server's clock at the moment that is replayed. */
class ReplayedClock extends ServerClock {
  readonly #error: number;
  time: number | undefined;

  constructor(error: number) {
    super();
    this.#error = error;
  }

  override get now(): number | undefined {
    return this.time;
  }

  override get error(): number {
    return this.#error;
  }
}

/**
 * A recorded run at any of its moments: a session that is connected to nothing, whose runs are told
 * what those of the page were told. So all that is shown is computed as it was then.
 */
export class Replay {
  readonly session: Session;
  readonly recording: Recording;
  /** Its first and its last moment, server time in ms since 1970. */
  readonly begins: number;
  readonly ends: number;
  readonly #clock: ReplayedClock;
  readonly #parts: {
    side: Side;
    ran: boolean;
    events: RunEvent[];
    times: number[];
    told: number;
  }[];
  #moment = Number.POSITIVE_INFINITY;

  constructor(recording: Recording) {
    const { settings, left, right, ended } = recording;
    this.recording = recording;
    this.#clock = new ReplayedClock(recording.clockError);
    const { symbol, left: way, poll } = settings;
    this.session = new Session(new URLSearchParams({ symbol, left: way, poll }), this.#clock);
    this.session.instruments.connected = true;
    this.#parts = [left, right].map(({ ran, events }, i) => ({
      side: this.session.sides[i] as Side,
      ran,
      events,
      times: timesOf(events),
      told: 0,
    }));
    const times = this.#parts.map(({ times }) => times);
    this.begins = Math.min(ended, ...times.flatMap((times) => times.slice(0, 1)));
    this.ends = Math.max(ended, ...times.flatMap((times) => times.slice(-1)));
    this.seek(this.ends);
  }

  get moment(): number {
    return this.#moment;
  }

  /** What both sides have come to at the moment that is replayed. */
  get scores(): { left: Scores; right: Scores } {
    const { left, right, rtt } = this.session;
    const now = this.#clock.now ?? 0;
    return { left: scoresOf(left.run, now, rtt), right: scoresOf(right.run, now, rtt) };
  }

  /** Goes to a moment of the run; to none before its beginning or after its end. */
  seek(moment: number): void {
    const wanted = Math.min(Math.max(moment, this.begins), this.ends);
    // What has been told can't be taken back.
    if (wanted < this.#moment) this.#rewind();
    for (const part of this.#parts) {
      while ((part.times[part.told] ?? Number.POSITIVE_INFINITY) <= wanted) {
        this.#tell(part.side, part.events[part.told] as RunEvent);
        part.told += 1;
      }
    }
    this.#moment = wanted;
    this.#clock.time = wanted === this.ends ? this.recording.ended : wanted;
    this.session.emit('paint');
  }

  #rewind(): void {
    const { instruments } = this.session;
    instruments.trouble = undefined;
    instruments.rate = 0;
    instruments.rtt = undefined;
    instruments.damage = 'none';
    instruments.loss = 0;
    this.#clock.time = undefined;
    for (const part of this.#parts) {
      part.side.run = new Run(this.#clock, part.ran);
      part.side.status = { state: 'off', hungUp: false };
      part.told = 0;
    }
  }

  /** Tells a side what it was told then. */
  #tell(side: Side, event: RunEvent): void {
    const { instruments } = this.session;
    this.#clock.time = event[0] ?? undefined;
    switch (event[1]) {
      case 'conditions': {
        const { rate, rtt, damage, loss = 0 } = event[2];
        Object.assign(instruments, { rate, rtt, damage, loss });
        break;
      }
      case 'status':
        side.status = event[2];
        break;
      case 'truthUnknown':
        instruments.trouble = LOST;
        break;
      case 'resume':
        instruments.trouble = undefined;
    }
    tellAgain(side.run, event);
  }
}

/** Tells a run what another was told. */
function tellAgain(run: Run, event: RunEvent): void {
  const [at] = event;
  const now = at ?? 0;
  switch (event[1]) {
    case 'goOn':
      run.goOn(event[2]);
      break;
    case 'truth':
    case 'show':
      run[event[1]](event[2]);
      break;
    case 'receive':
      run.receive(event[2], event[3]);
      break;
    case 'drawn':
      if (run.shown) run.drawn(run.shown, event[2], event[3]);
      break;
    case 'measure':
      run.measure(event[2], event[3]);
      break;
    case 'count':
      run.count(event[2]);
      break;
    case 'status':
      run.status(event[2], event[3]);
      break;
    case 'truthUnknown':
      run.truthUnknown();
      break;
    case 'suspend':
    case 'resume':
    case 'advance':
      run[event[1]](now);
  }
}
