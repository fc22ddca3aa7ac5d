import { css, html, nothing, type TemplateResult } from 'lit';
import { columns } from '../../report/report.ts';
import type { RunRow } from '../../report/rows.ts';
import { follow } from '../../ui/follow.ts';
import { percent } from '../../ui/format.ts';
import { saveText } from '../../ui/save-file.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base, tables } from '../../ui/styles.ts';
import { leftWays, rightWay } from '../../ways/index.ts';
import { ageChart, chartStyles, pictureOf } from './age-chart.ts';
import { capitalized } from './area.ts';
import { comparisonOf, nameOf, SHOWN, STRETCH, type Stretch } from './comparison.ts';
import { costsOver, type Result, resultsOf, verdict } from './verdict.ts';

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
    const { stretches, running, problem } = comparison;
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
            ${this.#verdict()}
          `
      }
    `;
  }

  #start(): TemplateResult {
    const comparison = comparisonOf(this.session);
    const why = comparison.whyNot;
    return html`
      <button class="go" aria-disabled=${why ? 'true' : 'false'} @click=${() => void comparison.start()}>Compare all five ways</button>
      <span class="small muted" translate="no">${why ?? this.#duration()}</span>
    `;
  }

  #duration(): string {
    const { instruments, settings } = this.session;
    const { versions } = comparisonOf(this.session);
    const takes = `Takes ${(STRETCH * leftWays.length * versions.length) / 1000} seconds`;
    if (versions.includes(true)) return `${takes}: first over HTTP/1.1, then over HTTP/2.`;
    if (instruments.hello?.http2 || settings.step !== undefined) return `${takes}.`;
    return `${takes}. To compare HTTP/2 as well, start the server with --tls.`;
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
              (stretch) => html`
                <tr class=${stretch.way === rightWay ? 'ws' : 'http'}>
                  <th scope="row">${capitalized(nameOf(stretch))}</th>
                  ${shown.map((column) => html`<td>${stretch.row ? column.text(stretch.row) : '…'}</td>`)}
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      <p class="small muted">
        Everything is measured except bytes per new price, which is calculated. The ways ran one after
        another, so each saw different prices.
        ${
          stretches.some(({ http2 }) => http2)
            ? 'Bytes leave out what TLS adds, and over HTTP/2 also what both sides share.'
            : nothing
        }
      </p>
    `;
  }

  /** What the numbers say of each version of HTTP over which every way has been measured. */
  #verdict(): TemplateResult | typeof nothing {
    const comparison = comparisonOf(this.session);
    const sets = [comparison.complete(false), comparison.complete(true)] as const;
    const [http1, http2] = [resultsOf(sets[0]), resultsOf(sets[1])];
    if (http1.length === 0) return nothing;
    const measured = sets.flat();
    return html`
      <div class="verdict" translate="no">
        <h3 class="hidden">Verdict</h3>
        ${http2.length > 0 ? html`<h4>HTTP/1.1</h4>` : nothing} ${sentencesOf(http1)}
        ${
          http2.length > 0
            ? html`<h4>HTTP/2</h4>${sentencesOf(http2)}<p>${costsOver(http1, http2)}</p>`
            : nothing
        }
      </div>
      <report-buttons
        .session=${this.session}
        .rows=${(): RunRow[] => measured.flatMap(({ row }) => row ?? [])}
        name="all-five-ways"
      >
        <button @click=${() => saveText('all-five-ways.svg', 'image/svg+xml', pictureOf(measured))}>
          Save the chart
        </button>
      </report-buttons>
    `;
  }
}

function sentencesOf(results: readonly Result[]): TemplateResult | TemplateResult[] {
  const sentences = verdict(results);
  return sentences.length === 0
    ? html`<p>The price hardly changed meanwhile, so nothing can be said. Raise the pace of the market.</p>`
    : sentences.map((sentence) => html`<p>${sentence}</p>`);
}

declare global {
  interface HTMLElementTagNameMap {
    'compare-exhibit': CompareExhibit;
  }
}
