import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';
import { base } from '../../ui/styles.ts';
import { finding, rightInWords } from '../findings.ts';
import { screenStyles } from './screen-styles.ts';

/** All rounds of the class in one table. */
export class ScreenSummary extends LitElement {
  static override styles = [
    base,
    screenStyles,
    css`
      table {
        width: 100%;
        font-size: 1.15rem;
      }
      th,
      td {
        padding: 0.4rem 1.2rem 0.4rem 0;
        text-align: left;
        line-height: 1.2;
        border-bottom: 2px solid var(--edge);
      }
      thead th {
        font-weight: 400;
        color: var(--muted);
      }
      .right {
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) accessor snapshot!: Snapshot;

  override render(): TemplateResult {
    const { summary = [] } = this.snapshot;
    if (summary.length === 0) {
      return html`<h1 tabindex="-1">No round has been revealed yet</h1>`;
    }
    return html`
      <h1 tabindex="-1">What your class measured</h1>
      <table translate="no">
        <thead>
          <tr>
            <th scope="col">Round</th>
            <th scope="col">Right answers</th>
            <th scope="col">What the phones measured</th>
          </tr>
        </thead>
        <tbody>
          ${summary.map(
            ({ round, reveal }) => html`
              <tr>
                <th scope="row">${round.title}</th>
                <td class="right">${rightInWords(reveal)}</td>
                <td>${finding(reveal) || 'Nothing to measure in this one'}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'screen-summary': ScreenSummary;
  }
}
