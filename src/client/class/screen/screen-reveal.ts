import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Snapshot } from '../../../protocol/class.ts';
import { base } from '../../ui/styles.ts';
import { screenStyles } from './screen-styles.ts';

/** What was right, how the class voted, what its phones measured, and why. */
export class ScreenReveal extends LitElement {
  static override styles = [
    base,
    screenStyles,
    css`
      h1 {
        font-size: 1.2rem;
      }
      .why {
        padding: 0.5rem 1rem;
        line-height: 1.3;
        background: var(--surface);
        border-left: 0.4rem solid var(--ws);
        border-radius: 0.4rem;
        text-wrap: pretty;
      }
      :host {
        gap: clamp(0.4rem, 1.6vh, 0.7rem);
      }
    `,
  ];

  @property({ attribute: false }) accessor snapshot!: Snapshot;

  override render(): TemplateResult | typeof nothing {
    const { round, reveal } = this.snapshot;
    if (!round || !reveal) return nothing;
    return html`
      <h1 tabindex="-1">${round.question}</h1>
      <tally-bars .choices=${round.choices} .reveal=${reveal}></tally-bars>
      ${reveal.results.length > 0 ? html`<results-table .reveal=${reveal}></results-table>` : nothing}
      <p class="why">${reveal.why}</p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'screen-reveal': ScreenReveal;
  }
}
