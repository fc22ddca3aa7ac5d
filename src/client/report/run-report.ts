import { css, html, nothing, type TemplateResult } from 'lit';
import { follow } from '../ui/follow.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base, tables } from '../ui/styles.ts';
import { allRunsOf } from './past-runs.ts';
import { columns } from './report.ts';

/** The run so far and the past runs of this visit, so that ways can be compared down a column. */
export class RunReport extends SessionElement {
  static override styles = [
    base,
    tables,
    css`
      th,
      td {
        padding-inline: 0.6rem;
      }
      :is(th, td):nth-child(-n + 2) {
        text-align: inherit;
      }
      thead th {
        vertical-align: bottom;
        white-space: normal;
        line-height: 1.2;
      }
      .ask th {
        color: var(--http);
      }
      .told th {
        color: var(--ws);
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const rows = allRunsOf(this.session);
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Run report">
        <table>
          <thead>
            <tr>
              ${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody translate="no">
            ${rows.map(
              (row) => html`
                <tr class=${row.side === 'left' ? 'ask' : 'told'}>
                  ${columns.map(({ text }, i) =>
                    i === 0 ? html`<th scope="row">${text(row)}</th>` : html`<td>${text(row)}</td>`,
                  )}
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      <p class="small muted">
        ${this.session.runs.between ? nothing : 'The last row is still running. '}Everything is measured, except bytes per new price, which is calculated.
        ${
          rows.some(({ settings }) => settings.includes('HTTP/2'))
            ? 'Bytes over HTTP/2 leave out what both sides share, TLS included; over HTTP/1.1 TLS is in them.'
            : nothing
        }
      </p>
      <report-buttons .session=${this.session} .rows=${() => allRunsOf(this.session)}></report-buttons>
      <run-file .session=${this.session}></run-file>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'run-report': RunReport;
  }
}
