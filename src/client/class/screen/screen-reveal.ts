import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';
import { base } from '../../ui/styles.ts';
import { screenStyles } from './screen-styles.ts';

/** With this many ways or fewer, there is room for larger letters. */
const ROOMY = 3;

/** What was right, how the class voted, what its phones measured, and why. */
export class ScreenReveal extends LitElement {
  static override styles = [
    base,
    screenStyles,
    css`
      .parts {
        display: flex;
        flex-direction: column;
        gap: clamp(0.4rem, 1.6vh, 0.7rem);
        min-height: 0;
      }
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
      /* A few ways leave room: it is for the last row of the class. */
      @media (min-aspect-ratio: 3/2) {
        .roomy {
          gap: clamp(0.6rem, 2.4vh, 1.2rem);
          font-size: 1.3em;
        }
        .roomy h1 {
          font-size: 1.3em;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor snapshot!: Snapshot;

  override render(): TemplateResult | typeof nothing {
    const { round, reveal } = this.snapshot;
    if (!round || !reveal) return nothing;
    const { results, why } = reveal;
    const roomy = results.length <= ROOMY && !results.some(({ knewAfter }) => knewAfter);
    return html`
      <div class="parts ${roomy ? 'roomy' : ''}">
        <h1 tabindex="-1">${round.question}</h1>
        <tally-bars .choices=${round.choices} .reveal=${reveal}></tally-bars>
        ${results.length > 0 ? html`<results-table .reveal=${reveal}></results-table>` : nothing}
        <p class="why">${why}</p>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'screen-reveal': ScreenReveal;
  }
}
