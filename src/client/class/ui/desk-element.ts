import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Phase } from '../../../protocol/class/round.ts';
import { follow } from '../../ui/follow.ts';
import type { Desk } from '../desk.ts';
import { focusHeading } from './focus-heading.ts';

/** A rejection is shown for so long, in ms. */
const SHOWN = 8_000;

/** What the screen and the notes have in common. */
export class DeskElement extends LitElement {
  @property({ attribute: false }) accessor desk!: Desk;
  /** For the status line. */
  @state() protected accessor said = '';
  #phase: Phase | undefined;
  #round: string | undefined;
  #forgetting: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    follow(this, () => this.desk, 'change');
    follow(
      this,
      () => this.desk,
      'say',
      ({ detail }) => this.#say(detail),
    );
  }

  override updated(): void {
    const { phase, round } = this.desk.snapshot ?? {};
    const moved = phase !== this.#phase || round?.id !== this.#round;
    const first = this.#phase === undefined;
    this.#phase = phase;
    this.#round = round?.id;
    const main = this.renderRoot.querySelector('main');
    // A button that steered the class keeps the focus, so that it can be pressed again.
    const steering = this.shadowRoot?.activeElement?.localName === 'steer-buttons';
    if (moved && !first && !steering && main) void focusHeading(main);
  }

  /** What only this phase has: the choice of rounds before the first, the report after the last. */
  protected phaseButtons(): TemplateResult | typeof nothing {
    const { phase, plan } = this.desk.snapshot ?? {};
    if (phase === 'lobby') {
      return html`
        <button @click=${() => this.desk.switchPlan()}>
          ${plan === 'ten-minutes' ? 'All the rounds' : 'Only ten minutes'}
        </button>
      `;
    }
    if (phase !== 'summary') return nothing;
    return html`
      <button @click=${() => this.desk.report('markdown')}>Save report (Markdown)</button>
      <button @click=${() => this.desk.report('csv')}>Save table (CSV)</button>
    `;
  }

  #say(sentence: string): void {
    this.said = sentence;
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => {
      this.said = '';
    }, SHOWN);
  }
}
