import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { STEPS } from '../../settings/url-settings.ts';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { until } from '../until.ts';
import { ending, welcomeBack } from './cards.ts';
import type { Doing } from './measures.ts';
import { type Beat, type Measured, Progress } from './progress.ts';
import { scrollToStage, setStage } from './stage.ts';
import { type Step, steps } from './steps.ts';
import * as strip from './strip.ts';
import { lessonStyles } from './styles.ts';
import { ideasOf } from './summary.ts';

/** Keys that turn the page in front of a class; a presenter's remote control sends the first two. */
const TURN: Record<string, 1 | -1> = { PageDown: 1, PageUp: -1, ArrowRight: 1, ArrowLeft: -1 };

/** The page after the last step: what was guessed and measured. */
const SUMMARY = STEPS.max;

/** The guided lesson: a slim strip that leads through the page, one step at a time. */
export class GuidedLesson extends SessionElement {
  static override styles = [base, lessonStyles];

  @query('h2') accessor #heading: HTMLElement | null = null;
  @query('.beat') accessor #beat: HTMLElement | null = null;
  @query('section') accessor #strip!: HTMLElement;

  /** How far the visitor is in what the step asks for, in a few words. */
  @state() accessor #told = '';
  /** On a phone the strip is folded to one line. */
  @state() accessor #folded = false;
  /** The visitor has left the lesson earlier, and is asked where to go on. */
  @state() accessor #asksToResume = false;

  readonly #progress = new Progress(steps.map(({ predict }) => predict.answers.length));
  #shown: number | undefined;
  #doing: AbortController | undefined;

  constructor() {
    super();
    const session = () => this.session;
    follow(this, session, 'change');
    follow(this, session, 'exhibit', ({ detail }) => this.#reach(detail));
    // What was counted so far is gone: begin again from here.
    follow(this, session, 'run', () => this.#measure());
    const page = () => document;
    follow(this, page, 'keydown', (event) => this.#turn(event));
  }

  /** An exhibit that had to be loaded first is only now as tall as it will be. */
  #reach(exhibit: string): void {
    if (this.#step?.open === exhibit) scrollToStage(this.#step, this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#doing?.abort();
  }

  get #number(): number | undefined {
    return this.session.settings.step;
  }

  get #step(): Step | undefined {
    return steps[(this.#number ?? 0) - 1];
  }

  override render(): TemplateResult | typeof nothing {
    const number = this.#number;
    if (number === undefined) return nothing;
    // Made anew for each step, so that a translator's words for the last one go with it.
    return html`${keyed(
      number,
      html`<section aria-label="Lesson" class=${this.#folded ? 'folded' : ''}>
        ${this.#step ? this.#inStrip(number, this.#step) : this.#end()}
      </section>`,
    )}`;
  }

  #inStrip(number: number, step: Step): TemplateResult {
    if (this.#asksToResume) return this.#resume();
    const beat = this.#progress.beatOf(number);
    const fold = () => {
      this.#folded = !this.#folded;
    };
    return html`
      ${strip.head(`Step ${number} of ${steps.length}`, step.title, beat, this.#folded, fold)}
      <div class="beat ${beat}" tabindex="-1" translate="no">${this.#beatOf(number, step, beat)}</div>
      <div class="buttons">
        <button ?disabled=${number === STEPS.min} @click=${() => this.#go(number - 1)}>Back</button>
        <button class=${beat === 'why' ? 'next' : ''} @click=${() => this.#go(number + 1)}>
          ${beat === 'why' ? (number < steps.length ? 'Next' : 'Finish') : 'Skip'}
        </button>
        <button @click=${() => this.#leave()}>Leave</button>
      </div>
    `;
  }

  #beatOf(number: number, step: Step, beat: Beat): TemplateResult {
    switch (beat) {
      case 'predict':
        return strip.predict(step, (answer) => this.#guess(number, answer));
      case 'do':
        return strip.task(step, this.#told, this.session);
      default:
        return strip.outcome(step, this.#progress.at(number), () => this.#explain(number));
    }
  }

  #resume(): TemplateResult {
    const { last = STEPS.min } = this.#progress;
    return welcomeBack(
      Math.min(last, steps.length),
      () => this.#go(last),
      () => this.#startAgain(),
      () => this.#leave(),
    );
  }

  #end(): TemplateResult {
    return ending(
      ideasOf(steps, this.#progress),
      () => this.#go(steps.length),
      () => this.#finish(),
      () => this.#startAgain(),
    );
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const number = this.#number;
    if (number === this.#shown) return;
    const first = this.#shown === undefined;
    this.#shown = number;
    this.#doing?.abort();
    if (number === undefined) return;
    this.#asksToResume = first && number === STEPS.min && (this.#progress.last ?? 0) > STEPS.min;
    if (this.#asksToResume) return;
    this.#progress.goTo(number);
    setStage(this.session, this.#step);
    scrollToStage(this.#step, this);
    this.#measure();
    // The reader of a screen goes on here; at first the page has just been opened by a link.
    if (!first) this.#heading?.focus({ preventScroll: true });
    const step = this.#step;
    this.session.tell(
      step
        ? `Step ${number} of ${steps.length}. ${step.title}. ${step.predict.question}`
        : 'You’ve finished the lesson.',
    );
  }

  #guess(number: number, answer: number): void {
    this.#progress.guess(number, answer);
    this.#turnBeat();
    this.#measure();
    const { button } = this.#step?.do ?? {};
    if (button?.atOnce) button.press(this.session);
  }

  #explain(number: number): void {
    this.#progress.explained(number);
    this.#turnBeat();
  }

  /** What had the focus is gone with its beat; the reader of a screen goes on at the next one. */
  #turnBeat(): void {
    void this.#showBeat().then(() => this.#beat?.focus({ preventScroll: true }));
  }

  /** Scrolls the strip, not the page: the last of a beat is what is new, or what is to be pressed. */
  async #showBeat(): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    const last = this.#beat?.lastElementChild;
    if (last instanceof HTMLElement) this.#strip.scrollTop = last.offsetTop;
  }

  /** Measures what the step asks for, if it is the turn of that; again from the beginning if it is under way. */
  #measure(): void {
    this.#doing?.abort();
    const [number, step, session] = [this.#number, this.#step, this.session];
    if (number === undefined || !step || this.#progress.beatOf(number) !== 'do') return;
    const doing = new AbortController();
    this.#doing = doing;
    const tell = (told: string) => {
      this.#told = told;
    };
    tell('');
    measured(step, { session, signal: doing.signal, tell }).then(
      (measured) => {
        this.#progress.measured(number, measured);
        this.#folded = false;
        void this.#showBeat();
        session.tell(measured.text);
      },
      (error: unknown) => {
        if (!doing.signal.aborted) throw error;
      },
    );
  }

  #turn(event: KeyboardEvent): void {
    const by = TURN[event.key];
    const { step, view } = this.session.settings;
    if (!by || step === undefined || view !== 'projector') return;
    // Alt and an arrow go back and forth in the browser; in a field or a row of choices arrows move there.
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const [target] = event.composedPath();
    const isField = target instanceof HTMLElement && target.matches('input, select, textarea');
    if (isField && event.key.startsWith('Arrow')) return;
    event.preventDefault();
    this.#go(step + by);
  }

  #go(step: number): void {
    this.#asksToResume = false;
    this.#shown ??= step;
    this.session.commands.setStep(Math.min(Math.max(step, STEPS.min), SUMMARY));
  }

  #startAgain(): void {
    this.#progress.clear();
    this.#shown = 0;
    this.#go(STEPS.min);
  }

  #leave(): void {
    this.session.commands.setStep(undefined);
  }

  #finish(): void {
    this.#progress.clear();
    void this.session.commands.backToNormal();
    this.session.commands.setStep(undefined);
    this.session.say('You’ve finished the lesson.');
    scrollTo(0, 0);
  }
}

/** What a step comes to, in the run that is on or, between two runs, in the next. */
async function measured(step: Step, doing: Doing): Promise<Measured> {
  // A run says that it ends while its counts are still those of the session.
  await Promise.resolve();
  await until(() => !doing.session.runs.between, doing.signal);
  return step.do.measure(doing);
}

declare global {
  interface HTMLElementTagNameMap {
    'guided-lesson': GuidedLesson;
  }
}
