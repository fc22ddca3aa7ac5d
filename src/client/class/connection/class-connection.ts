import type { ClassRole, Joined } from '../../../protocol/class/join.ts';
import type { ClassNews, Landed } from '../../../protocol/class/news.ts';
import type { AskReport, ClassReport } from '../../../protocol/class/report.ts';
import type { Score } from '../../../protocol/class/score.ts';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';
import type { Action, Plan } from '../../../protocol/class/steering.ts';
import type { ClassError, FromClass, ToClass } from '../../../protocol/class.ts';
import type { Truth } from '../../../protocol/instruments/market.ts';
import { PATH } from '../../../protocol/limits.ts';
import { clockStep, localNow, ServerClock } from '../../session/clock.ts';
import { TypedEventTarget } from '../../session/typed-event-target.ts';
import { backoff } from '../../ways/wait.ts';
import { LineWatch, SILENCE } from './line-watch.ts';
import { type Rejection, rejectionOf } from './rejections.ts';

/** Whoever comes back after so long, asleep or out of sight, opens a new line at once, in ms. */
const AWAY = 2_500;

/** A lost connection calls again after at most so long, in ms. */
const RETRY_WITHIN = 4_000;

/** Who joins which class. */
export interface Membership {
  code: string;
  role: ClassRole;
  /** The class's, for whoever steers. */
  key?: string | undefined;
}

/** Where a phone keeps the token that brings it back. */
export interface TokenStore {
  recall(code: string): string | null;
  remember(code: string, token: string): void;
}

interface ClassEvents {
  /** There is another snapshot, or the connection stands otherwise. */
  change: Event;
  joined: CustomEvent<Joined>;
  truth: CustomEvent<Truth>;
  news: CustomEvent<ClassNews>;
  landed: CustomEvent<Landed>;
  report: CustomEvent<ClassReport>;
  /** A wish that could not be fulfilled: the sentence. */
  rejection: CustomEvent<ClassError>;
}

/**
 * How it stands with the class: `connecting` for the first time, `joined`, `lost` and coming back by
 * itself, or `refused` until somebody asks again.
 */
export type Standing =
  | { state: 'connecting' | 'joined' | 'lost' }
  | { state: 'refused'; rejection: Rejection };

/**
 * A phone's, a screen's or the notes' line to their class. What is lost it opens again: after an
 * error, a silence, a sleep, another network. The server's snapshot then says where the class is.
 */
export class ClassConnection extends TypedEventTarget<ClassEvents> {
  readonly clock = new ServerClock(clockStep());
  readonly membership: Membership;
  standing: Standing = { state: 'connecting' };
  snapshot: Snapshot | undefined;
  readonly #tokens: TokenStore | undefined;
  #socket: WebSocket | undefined;
  #failures = 0;
  /** Of a handshake, or until the next try. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Why the server is about to close the line. */
  #reason: ClassError | undefined;
  readonly #watch = new LineWatch(
    this.clock,
    (ping) => this.#send(ping),
    () => this.renew(),
  );
  readonly #over = new AbortController();

  constructor(membership: Membership, tokens?: TokenStore) {
    super();
    this.membership = membership;
    this.#tokens = tokens;
  }

  /** Joins, and stays joined until {@link leave}. */
  join(): void {
    const { signal } = this.#over;
    const back = () => this.#comeBack();
    document.addEventListener('visibilitychange', back, { signal });
    addEventListener('pageshow', back, { signal });
    addEventListener('online', () => this.#comeBack(0), { signal });
    this.#connect();
  }

  leave(): void {
    this.#over.abort();
    this.#drop();
  }

  /** Opens another line in the place of the one there is: also where it was refused. */
  renew(): void {
    this.#drop();
    this.#failures = 0;
    this.#stand({ state: this.snapshot ? 'lost' : 'connecting' });
    this.#connect();
  }

  vote(choice: number, step: number): void {
    this.#send({ type: 'vote', step, choice });
  }

  report(score: Omit<Score, 'type'>): void {
    this.#send({ type: 'score', ...score });
  }

  seen(seen: boolean): void {
    this.#send({ type: 'seen', seen });
  }

  steer(action: Action): void {
    if (this.snapshot) this.#send({ type: 'steer', action, step: this.snapshot.step });
  }

  /** Begins with a round, by its name. */
  start(round: string): void {
    if (this.snapshot) this.#send({ type: 'start', round, step: this.snapshot.step });
  }

  /** Chooses the rounds that the class goes through. */
  choosePlan(plan: Plan): void {
    if (this.snapshot) this.#send({ type: 'plan', plan, step: this.snapshot.step });
  }

  askReport(format: AskReport['format']): void {
    this.#send({ type: 'report', format });
  }

  #connect(): void {
    const address = new URL(PATH.class, location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    // Where there are several servers, this leads to the one that has the class.
    address.searchParams.set('class', this.membership.code);
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#watch.heard();
    this.#reason = undefined;
    this.#timer = setTimeout(() => this.#lose(), SILENCE);
    socket.onopen = () => this.#introduce();
    socket.onmessage = ({ data }) => {
      this.#watch.heard();
      this.#receive(JSON.parse(data), localNow());
    };
    socket.onclose = ({ code }) => this.#lose(code);
  }

  #introduce(): void {
    const { code, role, key } = this.membership;
    const token = this.#tokens?.recall(code);
    this.#send({
      type: 'join',
      code,
      role,
      ...(token ? { token } : {}),
      ...(key ? { key } : {}),
    });
    clearTimeout(this.#timer);
    this.#watch.start();
  }

  /** Lets go of the line without a word of it. */
  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    clearTimeout(this.#timer);
    this.#watch.stop();
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #lose(code?: number): void {
    this.#drop();
    const rejection = rejectionOf(this.#reason, code, this.membership.code);
    // A class that has ended closes its lines, and nobody comes back to it.
    if (this.snapshot?.phase === 'ended') return;
    if (rejection) {
      this.#stand({ state: 'refused', rejection });
      return;
    }
    this.#timer = setTimeout(() => this.#connect(), backoff(this.#failures, RETRY_WITHIN));
    this.#failures += 1;
    this.#stand({ state: this.snapshot ? 'lost' : 'connecting' });
  }

  /**
   * Opens a new line when the page is seen again or wakes up, or the phone is on another network.
   * @param away in ms: a line that has been silent for no longer is kept
   */
  #comeBack(away = AWAY): void {
    if (document.hidden || this.standing.state === 'refused') return;
    if (this.snapshot?.phase === 'ended') return;
    if (!this.#socket || this.#watch.silence >= away) this.renew();
  }

  #send(message: ToClass): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #stand(standing: Standing): void {
    this.standing = standing;
    this.emit('change');
  }

  #receive(message: FromClass, received: number): void {
    switch (message.type) {
      case 'joined':
        this.#tokens?.remember(this.membership.code, message.token);
        this.emit('joined', message);
        break;
      case 'snapshot':
        this.#failures = 0;
        this.snapshot = message;
        this.#stand({ state: 'joined' });
        break;
      case 'truth':
      case 'news':
      case 'landed':
      case 'report':
        this.dispatchEvent(new CustomEvent(message.type, { detail: message }));
        break;
      case 'pong':
        this.#watch.pong(message, received);
        break;
      case 'error':
        this.#reason = message;
        this.emit('rejection', message);
        break;
    }
  }
}
