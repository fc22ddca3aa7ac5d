import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { query } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { saveStep } from '../../settings/saved-step.ts';
import { STEPS } from '../../settings/url-settings.ts';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { type LeftWay, leftWay } from '../../ways/index.ts';
import { type Step, steps } from './lesson.ts';

/** Keys that turn the page in front of a class; a presenter's remote control sends the first two. */
const TURN: Record<string, 1 | -1> = { PageDown: 1, PageUp: -1, ArrowRight: 1, ArrowLeft: -1 };

/** The guided lesson: a slim strip that leads through the page, one step at a time. */
export class GuidedLesson extends SessionElement {
  static override styles = [
    base,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.2rem 1rem;
        align-items: center;
        padding: 0.55rem 0.9rem;
        background: var(--surface);
        border: 2px solid var(--ink);
        border-radius: 14px;
        box-shadow: 0 -4px 18px rgb(0 0 0 / 0.18);
      }
      h2 {
        font-size: 1rem;
        line-height: 1.3;
      }
      h2 small {
        font-weight: 400;
        color: var(--muted);
      }
      p {
        font-size: var(--small);
        line-height: 1.35;
      }
      .do::before {
        content: '→ ';
      }
      .do {
        font-weight: 600;
      }
      .buttons {
        display: var(--exhibit-controls, flex);
        flex-wrap: wrap;
        gap: 0.4rem;
      }
      choice-row {
        display: block;
        max-width: 30rem;
        margin-top: 0.4rem;
      }
      .next {
        color: var(--ground);
        background: var(--ink);
      }
      @media (max-width: 800px) {
        section {
          grid-template-columns: minmax(0, 1fr);
        }
        button {
          padding-inline: 0.7em;
        }
      }
    `,
  ];

  @query('h2') accessor #heading: HTMLElement | null = null;

  #shown: number | undefined;

  constructor() {
    super();
    follow(this, () => this.session, 'change');
    follow(
      this,
      () => this.session,
      'exhibit',
      ({ detail }) => this.#reach(detail),
    );
    follow(
      this,
      () => document,
      'keydown',
      (event) => this.#turn(event),
    );
  }

  /** An exhibit that had to be loaded first is only now as tall as it will be. */
  #reach(exhibit: string): void {
    const step = steps[(this.session.settings.step ?? 0) - 1];
    if (step?.open === exhibit) document.getElementById(exhibit)?.scrollIntoView();
  }

  override render(): TemplateResult | typeof nothing {
    const number = this.session.settings.step;
    const step = steps[(number ?? 0) - 1];
    if (number === undefined || !step) return nothing;
    // Made anew for each step, so that a translator's words for the last one go with it.
    return html`${keyed(
      number,
      html`<section aria-label="Lesson">
        <div>
          <h2 tabindex="-1"><small>Step ${number} of ${STEPS.max}</small> ${step.title}</h2>
          <p>${step.say}</p>
          <p class="do">${step.do}</p>
          ${step.offers && this.#offer(step.offers)}
        </div>
        <div class="buttons">
          <button ?disabled=${number === STEPS.min} @click=${() => this.#go(number - 1)}>Back</button>
          ${
            number < STEPS.max
              ? html`<button class="next" @click=${() => this.#go(number + 1)}>Next</button>`
              : html`<button class="next" @click=${this.#finish}>Done</button>`
          }
          <button @click=${() => this.session.commands.setStep(undefined)}>Leave</button>
        </div>
      </section>`,
    )}`;
  }

  #offer(ways: readonly LeftWay[]): TemplateResult {
    return html`
      <choice-row
        label="Left side asks"
        .options=${ways.map((id) => [id, leftWay(id).label])}
        .value=${this.session.settings.left}
        @choose=${({ detail }: CustomEvent<LeftWay>) => this.session.commands.setLeft(detail)}
      ></choice-row>
    `;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const number = this.session.settings.step;
    if (number === this.#shown) return;
    const first = this.#shown === undefined;
    this.#shown = number;
    const step = steps[(number ?? 0) - 1];
    if (number === undefined || !step) return;
    saveStep(number);
    this.#setStage(step);
    // The reader of a screen goes on here; at first the page has just been opened by a link.
    if (!first) this.#heading?.focus({ preventScroll: true });
    this.session.say(`Step ${number} of ${STEPS.max}. ${step.title}. ${step.say} ${step.do}`);
  }

  /** Opens what the step is about, and nothing else. */
  #setStage({ open, left }: Step): void {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('.groups details')) {
      details.open = details.id === open;
    }
    if (open) document.getElementById(open)?.scrollIntoView();
    else scrollTo(0, 0);
    if (left && left !== this.session.settings.left) void this.session.commands.setLeft(left);
  }

  #turn(event: KeyboardEvent): void {
    const by = TURN[event.key];
    const { step, view } = this.session.settings;
    if (by && step !== undefined && view === 'projector') {
      event.preventDefault();
      this.#go(step + by);
    }
  }

  #go(step: number): void {
    this.session.commands.setStep(Math.min(Math.max(step, STEPS.min), STEPS.max));
  }

  #finish(): void {
    saveStep(STEPS.min);
    this.session.commands.setStep(undefined);
    this.session.say('You’ve finished the lesson.');
    scrollTo(0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'guided-lesson': GuidedLesson;
  }
}
