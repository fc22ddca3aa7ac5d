import { css, html, nothing, type TemplateResult } from 'lit';
import { columns } from '../../report/report.ts';
import type { RunRow } from '../../report/rows.ts';
import { follow } from '../../ui/follow.ts';
import { percent } from '../../ui/format.ts';
import { sharedWords } from '../../ui/http2-words.ts';
import { saveText } from '../../ui/save-file.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base, tables } from '../../ui/styles.ts';
import { rightWay } from '../../ways/index.ts';
import { ageChart, chartStyles, pictureOf } from './age-chart.ts';
import { capitalized } from './area.ts';
import { comparisonOf, SHOWN, STRETCH, type Stretch } from './comparison.ts';
import { resultOf, verdict } from './verdict.ts';

/** "Compare all five ways": one press, ten seconds each, one table, one chart, one verdict. */
export class CompareExhibit extends SessionElement {
  static override styles = [
    base,
    tables,
    chartStyles,
    css`
      .run {
        display: flex;
        flex-wrap: wrap;
        gap: 0.6rem 1rem;
        align-items: center;
        margin: 0.4rem 0 0.8rem;
      }
      progress {
        flex: 1 1 10rem;
        max-width: 26rem;
        height: 0.7rem;
        accent-color: var(--ink);
      }
      .go {
        color: var(--ground);
        background: var(--ink);
        font-weight: 600;
      }
      .http th {
        color: var(--http);
      }
      .ws th {
        color: var(--ws);
      }
      :is(th, td):first-child {
        text-align: inherit;
      }
      thead th {
        vertical-align: bottom;
      }
      .verdict {
        margin: 0.9rem 0 0;
        padding: 0.7rem 1rem;
        border: 2px solid var(--ink);
        border-radius: 12px;
      }
      .verdict p + p {
        margin-top: 0.3rem;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'change');
    follow(this, () => comparisonOf(this.session), 'change');
  }

  override render(): TemplateResult {
    const comparison = comparisonOf(this.session);
    const { stretches, running, complete, problem } = comparison;
    return html`
      <p>
        Each way gets ${STRETCH / 1000} seconds on the same line, while the market moves as it does now.
        “When I press” is pressed every 5 s by the page. The WebSocket is measured beside the last one.
      </p>
      <div class="run">${running ? this.#running() : this.#start()}</div>
      ${problem && html`<p translate="no"><b>${problem}</b></p>`}
      ${
        stretches.length === 0
          ? nothing
          : html`
            ${ageChart(stretches)}
            ${this.#table(stretches)}
            ${complete ? this.#verdict(stretches) : nothing}
          `
      }
    `;
  }

  #start(): TemplateResult {
    const comparison = comparisonOf(this.session);
    const why = comparison.whyNot;
    return html`
      <button class="go" aria-disabled=${why ? 'true' : 'false'} @click=${() => void comparison.start()}>Compare all five ways</button>
      <span class="small muted" translate="no">${why ?? `Takes ${(STRETCH * 4) / 1000} seconds.`}</span>
    `;
  }

  #running(): TemplateResult {
    const comparison = comparisonOf(this.session);
    return html`
      <button @click=${() => comparison.stop()}>Stop</button>
      <progress aria-label="Comparison" .value=${comparison.progress}></progress>
      <span class="small" translate="no">${percent(comparison.progress)}</span>
    `;
  }

  #table(stretches: readonly Stretch[]): TemplateResult {
    const shown = columns.filter(({ name }) => SHOWN.includes(name));
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Comparison in numbers">
        <table>
          <thead>
            <tr>
              <th scope="col">Way</th>
              ${shown.map(({ name }) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody translate="no">
            ${stretches.map(
              ({ way, row }) => html`
                <tr class=${way === rightWay ? 'ws' : 'http'}>
                  <th scope="row">${capitalized(way.noun)}</th>
                  ${shown.map((column) => html`<td>${row ? column.text(row) : '…'}</td>`)}
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      <p class="small muted">All measured, but bytes per new price, which is calculated. The ways ran one after the other, so each saw other prices. <span translate="no">${sharedWords(this.session)}</span></p>
    `;
  }

  #verdict(stretches: readonly Stretch[]): TemplateResult {
    const rows = stretches.flatMap(({ row }) => (row ? [row] : []));
    const sentences = verdict(stretches.map(({ way, row }) => resultOf(way.noun, row)));
    return html`
      <div class="verdict" translate="no">
        <h3 class="hidden">Verdict</h3>
        ${
          sentences.length === 0
            ? html`<p>The price hardly changed meanwhile, so nothing can be said. Raise the pace of the market.</p>`
            : sentences.map((sentence) => html`<p>${sentence}</p>`)
        }
      </div>
      <report-buttons .session=${this.session} .rows=${(): RunRow[] => rows} name="all-five-ways">
        <button @click=${() => saveText('all-five-ways.svg', 'image/svg+xml', pictureOf(stretches))}>
          Save the chart
        </button>
      </report-buttons>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'compare-exhibit': CompareExhibit;
  }
}
