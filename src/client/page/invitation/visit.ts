import type { Session } from '../../session/session.ts';
import { type Invitation, invitation } from './invitation.ts';

/** What the visitor has done so far on this page, for as long as it is open. */
export class Visit {
  readonly #session: Session;
  #watchedSince: number | undefined;
  #pressedSince: number | undefined;
  #triedAnother = false;
  #compared = false;
  #tookLesson = false;

  constructor(session: Session) {
    this.#session = session;
    session.left.addEventListener('press', () => {
      // The first question of a run the page asks by itself.
      if (session.left.run.shown) this.#pressedSince ??= performance.now();
    });
    session.addEventListener('exhibit', ({ detail }) => {
      if (detail === 'compare') this.#compared = true;
    });
    for (const event of ['change', 'paint'] as const)
      session.addEventListener(event, () => this.#look());
  }

  /** What to do next. */
  get invitation(): Invitation {
    const since = (start: number | undefined) => start && performance.now() - start;
    return invitation({
      left: this.#session.settings.left,
      watched: since(this.#watchedSince),
      pressed: since(this.#pressedSince),
      triedAnother: this.#triedAnother,
      compared: this.#compared,
      tookLesson: this.#tookLesson,
    });
  }

  #look(): void {
    const { left, right, settings } = this.#session;
    if (left.run.shown && right.run.shown) this.#watchedSince ??= performance.now();
    if (settings.left !== 'press') this.#triedAnother = true;
    if (settings.step !== undefined) this.#tookLesson = true;
  }
}

const visits = new WeakMap<Session, Visit>();

/** The visit of a session, followed from the first call on. */
export function visitOf(session: Session): Visit {
  const visit = visits.get(session) ?? new Visit(session);
  visits.set(session, visit);
  return visit;
}
