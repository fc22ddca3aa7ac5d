import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Reveal } from '../../../../protocol/class/results.ts';
import { percent } from '../../../ui/format.ts';
import { base, stripes } from '../../../ui/styles.ts';
import { screenStyles } from '../screen-styles.ts';

/** How the class voted, before and after talking: one table, with bars for those who see them. */
export class TallyBars extends LitElement {
  static override styles = [
    base,
    screenStyles,
    css`
      :host {
        flex: none;
      }
      table {
        width: 100%;
      }
      th,
      td {
        padding: 0.2rem 1rem 0.2rem 0;
        text-align: left;
        line-height: 1.2;
      }
      thead th {
        font-weight: 400;
        color: var(--muted);
      }
      tbody th {
        width: 45%;
        font-weight: 400;
      }
      .right th {
        font-weight: 700;
      }
      .vote {
        display: grid;
        grid-template-columns: 1fr 5.6em;
        gap: 0.6rem;
        align-items: center;
      }
      .bar {
        height: 1em;
        border-radius: 0.2em;
        background: var(--track);
        overflow: hidden;
      }
      .bar i {
        display: block;
        height: 100%;
        background: ${stripes(css`var(--muted)`, css`var(--track)`)};
      }
      .last .bar i {
        background: var(--muted);
      }
      .right .bar i {
        background: ${stripes(css`var(--ws)`, css`var(--track)`)};
      }
      .right .last .bar i {
        background: var(--ws);
      }
      @media (forced-colors: active) {
        .bar {
          background: none;
          outline: 1px solid var(--line);
        }
      }
      .choice {
        display: flex;
        gap: 0.6rem;
        align-items: center;
      }
      .right .letter {
        color: var(--on-hue);
        background: var(--ws);
        border-color: var(--ws);
      }
    `,
  ];

  @property({ attribute: false }) accessor choices: readonly string[] = [];
  @property({ attribute: false }) accessor reveal!: Reveal;

  override render(): TemplateResult {
    const { answer, tally } = this.reveal;
    const { first, second } = tally;
    return html`
      <table>
        <thead>
          <tr>
            <th scope="col">Answer</th>
            <th scope="col">${second ? 'First vote' : 'Votes'}</th>
            ${second ? html`<th scope="col">After talking</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${this.choices.map(
            (words, i) => html`
              <tr class=${i === answer ? 'right' : ''}>
                <th scope="row">
                  <span class="choice">
                    <span class="letter" aria-hidden="true">
                      ${i === answer ? '✓' : String.fromCharCode(65 + i)}
                    </span>
                    <span>${words}${i === answer ? html`<span class="hidden"> (right)</span>` : nothing}</span>
                  </span>
                </th>
                ${this.#votes(first, i, !second)} ${second ? this.#votes(second, i, true) : nothing}
              </tr>
            `,
          )}
        </tbody>
      </table>
    `;
  }

  /** @param last whether this is the vote that counts */
  #votes(counts: readonly number[], choice: number, last: boolean): TemplateResult {
    const all = counts.reduce((sum, count) => sum + count, 0);
    const count = counts[choice] ?? 0;
    const share = all > 0 ? count / all : undefined;
    return html`
      <td class=${last ? 'last' : ''}>
        <div class="vote">
          <div class="bar" aria-hidden="true"><i .style=${`width: ${(share ?? 0) * 100}%`}></i></div>
          <span translate="no">${count}${share === undefined ? '' : ` (${percent(share)})`}</span>
        </div>
      </td>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tally-bars': TallyBars;
  }
}
