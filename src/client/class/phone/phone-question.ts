import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { follow } from '../../ui/follow.ts';
import { base } from '../../ui/styles.ts';
import type { Phone } from '../phone.ts';
import { phoneStyles } from './phone-styles.ts';

/** What stands over the question, and under it before an answer is in. */
const WORDS: Record<string, { over: string; under: string }> = {
  predict: { over: 'What do you think?', under: 'Think first. The vote opens in a moment.' },
  vote: { over: 'Your turn', under: 'Tap one.' },
  closed: { over: 'The vote is closed', under: 'Look to the front.' },
  discuss: { over: 'Talk to your neighbour', under: 'Who can convince whom? You vote again next.' },
  revote: { over: 'Vote again', under: 'Tap one: the same, or another.' },
};

/** A round's question, with large answers while the vote is open. */
export class PhoneQuestion extends LitElement {
  static override styles = [
    base,
    phoneStyles,
    css`
      .over {
        font-weight: 600;
        color: var(--muted);
      }
      fieldset,
      ul {
        display: grid;
        gap: 0.7rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      label,
      li {
        position: relative;
        display: flex;
        gap: 0.8rem;
        align-items: center;
        min-height: 68px;
        padding: 0.6rem 0.9rem;
        font-size: 1.15rem;
        font-weight: 600;
        line-height: 1.25;
        background: var(--surface);
        border: 2px solid var(--line);
        border-radius: 14px;
        overflow-wrap: anywhere;
      }
      label {
        cursor: pointer;
      }
      li {
        color: var(--muted);
        border-style: dashed;
      }
      .chosen {
        color: inherit;
        border-color: var(--ink);
        border-style: solid;
      }
      label:has(:checked) {
        color: var(--ground);
        background: var(--ink);
        border-color: var(--ink);
      }
      label:has(:focus-visible) {
        outline: 3px solid var(--focus);
        outline-offset: 2px;
      }
      input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      .mark {
        display: grid;
        flex: none;
        place-items: center;
        width: 1.6em;
        height: 1.6em;
        border: 2px solid currentcolor;
        border-radius: 50%;
      }
      .state {
        min-height: 1.5em;
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) accessor phone!: Phone;

  constructor() {
    super();
    follow(this, () => this.phone, 'change');
  }

  override render(): TemplateResult | typeof nothing {
    const { snapshot } = this.phone;
    if (!snapshot?.round) return nothing;
    const { phase, round } = snapshot;
    const open = phase === 'vote' || phase === 'revote';
    const words = WORDS[phase];
    return html`
      <p class="over">${words?.over}</p>
      <h1 id="question" tabindex="-1">${round.question}</h1>
      ${
        open
          ? html`
              <fieldset aria-labelledby="question">
                ${round.choices.map((words, i) => this.#answer(words, i))}
              </fieldset>
            `
          : html`<ul>${round.choices.map((words, i) => this.#choice(words, i))}</ul>`
      }
      <p class="state">${open ? this.#state(words?.under) : words?.under}</p>
    `;
  }

  #answer(words: string, choice: number): TemplateResult {
    const chosen = this.phone.choice === choice;
    return html`
      <label>
        <input
          type="radio"
          name="answer"
          .checked=${live(chosen)}
          @change=${() => this.phone.vote(choice)}
        />
        <span class="mark" aria-hidden="true">${chosen ? '✓' : String.fromCharCode(65 + choice)}</span>
        <span>${words}</span>
      </label>
    `;
  }

  /** One that can't be tapped now. */
  #choice(words: string, choice: number): TemplateResult {
    const chosen = this.phone.choice === choice;
    return html`
      <li class=${chosen ? 'chosen' : ''}>
        <span class="mark" aria-hidden="true">${chosen ? '✓' : String.fromCharCode(65 + choice)}</span>
        <span>${words}${chosen ? html`<small> (your answer)</small>` : nothing}</span>
      </li>
    `;
  }

  #state(before: string | undefined): string | undefined {
    const { choice, voted, connection } = this.phone;
    if (choice === undefined) return before;
    if (voted) return 'Your answer is in. You can still change it.';
    return connection.standing.state === 'joined'
      ? 'Sending your answer…'
      : 'Your answer goes in when the connection is back.';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'phone-question': PhoneQuestion;
  }
}
