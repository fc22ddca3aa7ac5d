import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { follow } from '../../ui/follow.ts';
import { base } from '../../ui/styles.ts';
import type { Desk } from '../desk.ts';
import { controlsFor } from '../steering.ts';

/** What the instructor can do with the class now, as buttons: on the screen, and on the notes. */
export class SteerButtons extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      button {
        min-height: max(44px, 2.4em);
        font-weight: 600;
      }
      /* All that an instructor may press stands in one line of the screen. */
      :host([keys]) button {
        padding-inline: 0.6em;
      }
      .main {
        flex: var(--main-flex, none);
        color: var(--ground);
        background: var(--ink);
        border-color: var(--ink);
      }
      .news {
        color: var(--on-hue);
        background: var(--ws);
        border-color: var(--ws);
      }
      kbd {
        margin-left: 0.5em;
        font: inherit;
        font-weight: 400;
        opacity: 0.85;
      }
    `,
  ];

  @property({ attribute: false }) accessor desk!: Desk;
  /** Whether the keys stand in the buttons. */
  @property({ type: Boolean, reflect: true }) accessor keys = false;

  constructor() {
    super();
    follow(this, () => this.desk, 'change');
  }

  override render(): TemplateResult | typeof nothing {
    const { snapshot } = this.desk;
    if (!snapshot) return nothing;
    return html`${controlsFor(snapshot).map(
      ({ action, label, keys }) => html`
        <button
          class=${action === 'next' ? 'main' : action}
          @click=${() => this.desk.steer(action)}
        >
          ${label}${this.keys ? html`<kbd aria-hidden="true">${keys.split(', ').at(-1)}</kbd>` : nothing}
        </button>
      `,
    )}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'steer-buttons': SteerButtons;
  }
}
