import { ClassConnection } from '../../src/client/class/connection/class-connection.ts';
import { Phone } from '../../src/client/class/phone.ts';
import type { PhoneRun } from '../../src/client/class/phone-run.ts';

/** Somebody takes from so long to so long for each of these, in ms. */
const ANSWERING: Span = [1_000, 8_000];
const PRESSING: Span = [2_000, 6_000];
const TAPPING: Span = [300, 1_500];

type Span = readonly [shortest: number, longest: number];

const somewhereIn = ([shortest, longest]: Span) => shortest + Math.random() * (longest - shortest);

/**
 * A phone of a class, with somebody at it who answers at random. What it does on the line, and what it
 * measures, is the very code of the page.
 */
export class SimulatedPhone {
  readonly connection: ClassConnection;
  readonly #phone: Phone;
  /** What brings it back after its line was lost. */
  #token: string | null = null;
  /** What its owner is about to do. */
  #doing: ReturnType<typeof setTimeout> | undefined;
  /** The step of the class that this is for. */
  #step: number | undefined;

  constructor(code: string) {
    this.connection = new ClassConnection(
      { code, role: 'phone' },
      {
        recall: () => this.#token,
        remember: (_, token) => {
          this.#token = token;
        },
      },
    );
    this.#phone = new Phone(this.connection);
  }

  /** The run that it takes part in now. */
  get running(): PhoneRun | undefined {
    return this.#phone.running;
  }

  /** Joins the class; it stays there for as long as the process runs. */
  start(): void {
    this.connection.addEventListener('change', () => this.#look());
    this.#phone.start();
  }

  /** Looks at the phone: is there something to do? */
  #look(): void {
    const { snapshot } = this.#phone;
    if (!snapshot || snapshot.step === this.#step) return;
    this.#step = snapshot.step;
    clearTimeout(this.#doing);
    const { phase, round } = snapshot;
    if (phase === 'vote' || phase === 'revote') {
      const choice = Math.floor(Math.random() * (round?.choices.length ?? 1));
      this.#doing = setTimeout(() => this.#phone.vote(choice), somewhereIn(ANSWERING));
    } else if (phase === 'run') {
      this.#keepBusy();
    }
  }

  /** Presses the button, or taps, until the run is over. */
  #keepBusy(): void {
    const { snapshot, running } = this.#phone;
    const tap = snapshot?.round?.tap === true;
    this.#doing = setTimeout(
      () => {
        if (tap) running?.tap();
        else running?.side.press();
        // Where a look is enough, it is one.
        if (snapshot?.round?.askFirst) this.#keepBusy();
      },
      somewhereIn(tap ? TAPPING : PRESSING),
    );
  }
}
