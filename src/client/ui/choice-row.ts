import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { base } from './styles.ts';

/** One of a few: a radio group that looks like a row of buttons. Says `choose` with the value that is wished. */
export class ChoiceRow extends LitElement {
  static override styles = [
    base,
    css`
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: 0.35rem;
        margin: 0;
        padding: 0;
        border: 0;
      }
      label {
        position: relative;
        flex: 1 1 auto;
        display: grid;
        place-items: center;
        min-width: 44px;
        min-height: 44px;
        padding: 0.2em 0.35em;
        font-size: var(--choice-size, var(--small));
        line-height: 1.15;
        text-align: center;
        border: 1.5px solid var(--line);
        border-radius: 10px;
        cursor: pointer;
      }
      label:has(:checked) {
        color: var(--ground);
        background: var(--ink);
        border-color: var(--ink);
        font-weight: 600;
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
    `,
  ];

  @property() accessor label = '';
  @property() accessor value = '';
  /** Each value with the words that stand for it. */
  @property({ attribute: false }) accessor options: readonly (readonly [string, string])[] = [];

  override render(): TemplateResult {
    return html`
      <fieldset>
        <legend class="hidden">${this.label}</legend>
        ${this.options.map(
          ([value, words]) => html`
            <label>
              <input
                type="radio"
                name="choice"
                .value=${value}
                .checked=${live(value === this.value)}
                @change=${() => this.#choose(value)}
              />
              ${words}
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  #choose(value: string): void {
    this.dispatchEvent(new CustomEvent('choose', { detail: value }));
    // What is wished shows once it is so.
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'choice-row': ChoiceRow;
  }
}
