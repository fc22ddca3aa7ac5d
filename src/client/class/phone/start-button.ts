import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { base } from '../../ui/styles.ts';
import { mayStartClass, startClass } from '../start-class.ts';

/** For whoever comes to teach: a class of one's own, where the server lets everybody have one. */
export class StartButton extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        margin-top: auto;
      }
      div {
        display: grid;
        gap: 0.5rem;
        justify-items: start;
        padding-top: 1rem;
        border-top: 1px solid var(--edge);
      }
      .wrong {
        font-weight: 600;
        color: var(--fail);
      }
    `,
  ];

  @state() accessor #allowed = false;
  @state() accessor #wrong = '';

  override async firstUpdated(): Promise<void> {
    this.#allowed = await mayStartClass();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.#allowed) return nothing;
    return html`
      <div>
        <p class="muted">Are you the teacher?</p>
        <button aria-describedby="wrong" @click=${this.#start}>Start a class of your own</button>
        <p class="wrong" id="wrong">${this.#wrong}</p>
      </div>
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
