import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Reveal, WayResult } from '../../../../protocol/class/results.ts';
import { bytes, percent } from '../../../ui/format.ts';
import { base } from '../../../ui/styles.ts';
import { axisEnd } from '../../dots.ts';
import { afterNews, bytesPerPrice } from '../../findings.ts';
import { hueOf, wayWords } from '../../way-words.ts';
import { screenStyles } from '../screen-styles.ts';

/** What the phones of each way have measured, with a dot for each phone that got the news. */
export class ResultsTable extends LitElement {
  static override styles = [
    base,
    screenStyles,
    css`
      :host {
        --lane: 1.9em;
        --dot: 0.56em;
        flex: none;
        overflow-x: auto;
      }
      table {
        width: 100%;
      }
      th,
      td {
        padding: 0.15rem 0 0.15rem 1rem;
        text-align: right;
        line-height: 1.15;
        vertical-align: bottom;
        white-space: nowrap;
      }
      thead th {
        font-weight: 400;
        color: var(--muted);
        white-space: normal;
      }
      th:first-child {
        padding-left: 0;
        text-align: left;
      }
      tbody th {
        color: var(--hue);
      }
      .dots {
        width: 34%;
        min-width: 10em;
        text-align: left;
      }
      p {
        color: var(--muted);
      }
      @media (max-aspect-ratio: 3/2) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor reveal!: Reveal;

  override render(): TemplateResult {
    const { results, absent } = this.reveal;
    const times = results.flatMap(({ knew = [] }) => knew);
    const news = results.some(({ knewAfter }) => knewAfter);
    const end = axisEnd(times);
    return html`
      <table translate="no">
        <thead>
          <tr>
            <th scope="col">Way</th>
            ${
              news
                ? html`
                    <th scope="col" class="dots">Each phone</th>
                    <th scope="col">Knew after</th>
                  `
                : nothing
            }
            <th scope="col">Right for</th>
            <th scope="col">Missed</th>
            <th scope="col">Bytes a&nbsp;price</th>
            <th scope="col">Asked</th>
            <th scope="col" class="wide">Connec&shy;tions</th>
            <th scope="col">Phones</th>
          </tr>
        </thead>
        <tbody>
          ${results.map((result) => this.#row(result, news, end))}
          ${news ? html`<tr aria-hidden="true"><td></td><td class="dots"><dot-axis end=${end}></dot-axis></td></tr>` : nothing}
        </tbody>
      </table>
      ${this.#leftOut(absent)}
    `;
  }

  #row(result: WayResult, news: boolean, end: number): TemplateResult {
    const { way, knew = [], knewAfter, rightFor, missed, questions, connections, n } = result;
    const hue = hueOf(way);
    return html`
      <tr class=${hue}>
        <th scope="row">${wayWords(way).name}</th>
        ${
          news
            ? html`
                <td class="dots" aria-hidden="true">
                  <dot-lane class=${hue} .times=${knew} end=${end}></dot-lane>
                </td>
                <td>${afterNews(knewAfter?.median)}</td>
              `
            : nothing
        }
        <td>${percent(rightFor)}</td>
        <td>${missed}</td>
        <td>${bytes(bytesPerPrice(result))}</td>
        <td>${questions}</td>
        <td class="wide">${connections}</td>
        <td>${n}</td>
      </tr>
    `;
  }

  /** Whom the numbers are not about. */
  #leftOut(absent: number): TemplateResult | typeof nothing {
    const { results } = this.reveal;
    const off = results.reduce((sum, { hidden }) => sum + hidden, absent);
    const lost = results.reduce((sum, { lost }) => sum + lost, 0);
    if (off + lost === 0) return nothing;
    const phones = (n: number) => `${n} ${n === 1 ? 'phone' : 'phones'}`;
    const reasons = [
      ...(off > 0 ? [`${phones(off)} with the screen off`] : []),
      ...(lost > 0 ? [`${phones(lost)} that went silent`] : []),
    ];
    return html`<p>Not counted: ${reasons.join(', ')}.</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'results-table': ResultsTable;
  }
}
