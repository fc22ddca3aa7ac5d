import { css, html, type TemplateResult } from 'lit';
import type { StockSymbol } from '../../protocol/tick.ts';
import { follow } from '../ui/follow.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';

/** What concerns both sides: the company, Pause, Reset, help. */
export class PageToolbar extends SessionElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: clamp(0.25rem, 1.6vw, 0.4rem);
        align-items: center;
      }
      button,
      select {
        padding-inline: clamp(0.35em, 2vw, 0.8em);
      }
      label {
        flex: 1 1 5.4rem;
        max-width: max-content;
      }
      select {
        width: 100%;
        text-overflow: ellipsis;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const { session } = this;
    const companies = session.instruments.hello?.companies ?? [];
    return html`
      <label>
        <span class="hidden">Company</span>
        <select ?disabled=${companies.length === 0} @change=${this.#choose}>
          ${companies.map(
            ({ symbol, name }) =>
              html`<option value=${symbol} ?selected=${symbol === session.left.symbol}>${symbol}, ${name}</option>`,
          )}
          ${companies.length === 0 ? html`<option>Company</option>` : ''}
        </select>
      </label>
      <button aria-pressed=${session.settings.paused} @click=${() => session.commands.togglePaused()}>Pause</button>
      <button @click=${() => session.commands.reset()}>Reset</button>
      <button aria-label="Help and keys" @click=${this.#help}>?</button>
    `;
  }

  #choose(event: Event): void {
    void this.session.commands.setSymbol((event.target as HTMLSelectElement).value as StockSymbol);
  }

  #help(): void {
    this.session.emit('help');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'page-toolbar': PageToolbar;
  }
}
