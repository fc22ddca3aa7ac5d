import { css, html, LitElement, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { base } from '../../ui/styles.ts';
import { startClass } from '../start-class.ts';

/** For whoever comes to teach: a class of one's own. */
export class StartButton extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
        justify-items: start;
        margin-top: auto;
        padding-top: 1rem;
        border-top: 1px solid var(--edge);
      }
      .wrong {
        font-weight: 600;
        color: var(--fail);
      }
    `,
  ];

  @state() accessor #wrong = '';

  override render(): TemplateResult {
    return html`
      <p class="muted">Are you the teacher?</p>
      <button aria-describedby="wrong" @click=${this.#start}>Start a class of your own</button>
      <p class="wrong" id="wrong">${this.#wrong}</p>
    `;
  }

  async #start(): Promise<void> {
    this.#wrong = '';
    const started = await startClass();
    if ('link' in started) location.assign(started.link);
    else this.#wrong = started.wrong;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'start-button': StartButton;
  }
}
