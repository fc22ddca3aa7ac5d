import type { Pong } from '../../../protocol/ping.ts';
import { localNow, type ServerClock } from '../../session/clock.ts';

/** The clock is read quickly at first, then now and then, in ms. */
const FIRST_PINGS = 5;
const PING_SOON = 100;
const PING_EVERY = 1_500;

/** A line, or a handshake, without a word for so long is given up, in ms. */
export const SILENCE = 5_000;

/** Reads the server's clock over an open line, and notices when nothing comes any more. */
export class LineWatch {
  readonly #clock: ServerClock;
  readonly #send: (ping: { type: 'ping'; id: number }) => void;
  readonly #onDead: () => void;
  #pings = 0;
  readonly #pinged = new Map<number, number>();
  /** When something was heard last, and when the next ping is due, by the computer's clock in ms. */
  #heard = 0;
  #due = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onDead is called when the line has been silent for too long, or everything has slept */
  constructor(
    clock: ServerClock,
    send: (ping: { type: 'ping'; id: number }) => void,
    onDead: () => void,
  ) {
    this.#clock = clock;
    this.#send = send;
    this.#onDead = onDead;
  }

  /** A line has been opened: the clock is read anew. */
  start(): void {
    this.heard();
    this.#due = Date.now();
    this.#pings = 0;
    this.#ping();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#pinged.clear();
  }

  /** Something has come. */
  heard(): void {
    this.#heard = Date.now();
  }

  /** How long nothing has been heard, in ms. */
  get silence(): number {
    return Date.now() - this.#heard;
  }

  pong({ id, at }: Pong, received: number): void {
    const sent = this.#pinged.get(id);
    this.#pinged.delete(id);
    if (sent === undefined) return;
    // What was known may be of another server, or from before a sleep.
    if (id === 1) this.#clock.reset();
    this.#clock.add(sent, at, received);
  }

  #ping(): void {
    const now = Date.now();
    // In a hidden tab a timer may come once a minute, and proves nothing.
    const late = now - this.#due;
    const slept = late > SILENCE && !document.hidden;
    const silent = this.silence > SILENCE && late < PING_EVERY;
    if (slept || silent) {
      this.#onDead();
      return;
    }
    this.#pings += 1;
    this.#pinged.set(this.#pings, localNow());
    this.#send({ type: 'ping', id: this.#pings });
    const pause = this.#pings < FIRST_PINGS ? PING_SOON : PING_EVERY;
    this.#due = now + pause;
    this.#timer = setTimeout(() => this.#ping(), pause);
  }
}
