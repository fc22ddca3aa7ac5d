import { css, html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { follow } from '../ui/follow.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base, tables } from '../ui/styles.ts';
import { columns, csv, markdown, pastRunsOf, type RunRow, rowsOf } from './report.ts';

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
        text-align: left;
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
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        margin: 0.6rem 0 0;
      }
    `,
  ];

  @state() accessor #told = '';

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const rows = this.#rows();
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
        The last row is still running. Everything is measured, except bytes per new price, which is calculated.
      </p>
      <p class="buttons">
        <button @click=${this.#copy}>Copy as Markdown</button>
        <button @click=${this.#download}>Download CSV</button>
        <span translate="no">${this.#told}</span>
      </p>
    `;
  }

  #rows(): RunRow[] {
    return [...pastRunsOf(this.session), ...rowsOf(this.session)];
  }

  /** When and where the numbers were made. */
  #origin(): string {
    return `${new Date().toISOString()}, ${location.host}, ${navigator.userAgent}`;
  }

  async #copy(): Promise<void> {
    const text = markdown(this.#rows(), this.#origin());
    // The clipboard is there only over https and on this computer itself.
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    this.#told = copied
      ? 'Copied.'
      : 'This browser lets a page copy only over https. Download the CSV instead.';
    this.session.say(this.#told);
  }

  #download(): void {
    const link = document.createElement('a');
    const file = new Blob([csv(this.#rows(), this.#origin())], { type: 'text/csv' });
    link.href = URL.createObjectURL(file);
    link.download = 'ask-or-be-told.csv';
    link.click();
    URL.revokeObjectURL(link.href);
    this.#told = 'Downloaded.';
    this.session.say(this.#told);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'run-report': RunReport;
  }
}
