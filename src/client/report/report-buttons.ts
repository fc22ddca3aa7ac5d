import { css, html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { copy } from '../ui/copy.ts';
import { saveText } from '../ui/save-file.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';
import { csv, markdown } from './report.ts';
import type { RunRow } from './rows.ts';

/** Takes rows of a report away: as Markdown by the clipboard, as CSV in a file. */
export class ReportButtons extends SessionElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
        margin-top: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) accessor rows: () => readonly RunRow[] = () => [];
  /** Of the file, without its ending. */
  @property() accessor name = 'ask-or-be-told';

  @state() accessor #told = '';

  override render(): TemplateResult {
    return html`
      <button @click=${this.#copy}>Copy as Markdown</button>
      <button @click=${this.#download}>Download CSV</button>
      <slot></slot>
      <span class="small" translate="no">${this.#told}</span>
    `;
  }

  async #copy(): Promise<void> {
    const copied = await copy(markdown([...this.rows()], origin()));
    this.#tell(
      copied
        ? 'Copied.'
        : 'This browser lets a page copy only over https. Download the CSV instead.',
    );
  }

  #download(): void {
    saveText(`${this.name}.csv`, 'text/csv', csv([...this.rows()], origin()));
    this.#tell('Downloaded.');
  }

  #tell(sentence: string): void {
    this.#told = sentence;
    this.session.say(sentence);
  }
}

/** When and where the numbers were made. */
const origin = () => `${new Date().toISOString()}, ${location.host}, ${navigator.userAgent}`;

declare global {
  interface HTMLElementTagNameMap {
    'report-buttons': ReportButtons;
  }
}
