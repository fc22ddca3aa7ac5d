import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';
import { base } from '../../ui/styles.ts';
import { screenStyles } from './screen-styles.ts';

/** A round's question and its choices, and how many have voted: never what. */
export class ScreenQuestion extends LitElement {
  static override styles = [
    base,
    screenStyles,
    css`
      :host {
        gap: 1.2rem;
      }
      h1 {
        font-size: clamp(1.4rem, 4.4vw, 2rem);
      }
      ol {
        display: grid;
        gap: 0.9rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        gap: 0.8rem;
        align-items: center;
        padding: 0.6rem 1.2rem;
        font-size: 1.5rem;
        font-weight: 600;
        line-height: 1.2;
        background: var(--surface);
        border: 2px solid var(--edge);
        border-radius: 0.6rem;
      }
      .state {
        display: grid;
        gap: 0.5rem;
        margin-top: auto;
        font-size: 1.3rem;
        font-weight: 600;
      }
      .bar {
        height: 0.8rem;
        background: var(--track);
        border-radius: 0.4rem;
        overflow: hidden;
      }
      .bar i {
        display: block;
        height: 100%;
        background: var(--ink);
      }
      @media (forced-colors: active) {
        .bar {
          background: none;
          outline: 1px solid var(--line);
        }
      }
      @media (max-aspect-ratio: 3/2) {
        ol {
          gap: 0.6rem;
        }
        li {
          padding-block: 0.4rem;
          font-size: 1.3rem;
        }
      }
      .hint {
        padding: 0.6rem 1rem;
        border: 3px solid var(--ink);
        border-radius: 0.6rem;
      }
      .talk {
        font-size: 1.3rem;
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: false }) accessor snapshot!: Snapshot;

  override render(): TemplateResult | typeof nothing {
    const { phase, round, hint, cutShort } = this.snapshot;
    if (!round) return nothing;
    const talking = phase === 'discuss';
    return html`
      <h1 tabindex="-1">${talking ? 'Talk to your neighbour' : round.question}</h1>
      ${talking ? html`<p class="talk">${round.question}</p>` : nothing}
      <ol>
        ${round.choices.map(
          (words, i) => html`
            <li><span class="letter" aria-hidden="true">${String.fromCharCode(65 + i)}</span>${words}</li>
          `,
        )}
      </ol>
      <div class="state" translate="no">
        ${cutShort ? html`<p class="hint">The server broke off the run. Nothing of it counts: run it again.</p>` : nothing}
        ${hint ? html`<p class="hint">Talk to your neighbour, then vote again?</p>` : nothing}
        ${this.#state()}
      </div>
    `;
  }

  #state(): TemplateResult {
    const { phase, members, voted } = this.snapshot;
    switch (phase) {
      case 'predict':
        return html`<p>Think first. The vote opens in a moment.</p>`;
      case 'discuss':
        return html`<p>Convince each other. Then everybody votes again.</p>`;
      case 'closed':
        return html`<p>The vote is closed. ${voted} ${voted === 1 ? 'answer is' : 'answers are'} in.</p>`;
      default:
        return html`
          <p>${phase === 'revote' ? 'Vote again: ' : ''}${voted} of ${members} have voted</p>
          <div class="bar" aria-hidden="true">
            <i .style=${`width: ${Math.min(1, voted / Math.max(1, members)) * 100}%`}></i>
          </div>
        `;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'screen-question': ScreenQuestion;
  }
}
