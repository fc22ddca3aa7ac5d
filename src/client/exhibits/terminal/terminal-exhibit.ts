import { css, html, nothing, type TemplateResult } from 'lit';
import { copy } from '../../ui/copy.ts';
import { mono, seen } from '../../ui/exhibit-styles.ts';
import { follow } from '../../ui/follow.ts';
import { bytes, UNKNOWN } from '../../ui/format.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { type Command, commandsOf } from './commands.ts';

/** Commands for the visitor's own terminal, on this tab's line. */
export class TerminalExhibit extends SessionElement {
  static override styles = [
    base,
    mono,
    css`
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.2rem 0.6rem;
        align-items: center;
        padding-block: var(--air, 0.4rem);
      }
      ul {
        display: grid;
        grid-template-columns: var(--command-columns, minmax(0, 1fr));
        column-gap: 2rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      pre {
        word-break: break-all;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'change');
    follow(this, () => this.session, 'paint');
  }

  override render(): TemplateResult {
    const { line, left, measured, terminal } = this.session;
    return html`
      <p class="small">
        These go over this tab’s own simulated line, with its delay and its damage. Under Messages they
        have lanes of their own, in grey. They count for neither side.
      </p>
      <ul>
        ${commandsOf(location.origin, line.tab, left.symbol).map((command) => this.#item(command))}
      </ul>
      <p class="small" translate="no">
        In this run your terminal has moved
        ${
          !measured
            ? UNKNOWN
            : terminal
              ? html`<b>${bytes(terminal.read + terminal.written)}</b>. TCP connections: <b>${terminal.connections}</b> ${seen('measured')}`
              : 'nothing yet.'
        }
      </p>
      <p class="small muted">
        They work as long as this tab is open. Once it has been closed for a minute, the server answers
        410.
        ${
          location.protocol === 'https:'
            ? 'If your browser warned you of the certificate, add -k to curl and websocat, and -n to wscat.'
            : nothing
        }
      </p>
    `;
  }

  #item(command: Command): TemplateResult {
    const { what, text } = command;
    return html`
      <li>
        <div>
          <b class="small">${what}</b>
          <pre dir="ltr" translate="no">${text}</pre>
        </div>
        <button aria-label=${`Copy: ${what}`} @click=${() => this.#copy(command)}>Copy</button>
      </li>
    `;
  }

  async #copy({ what, text }: Command): Promise<void> {
    this.session.say(
      (await copy(text))
        ? `Copied: ${what}.`
        : 'This browser lets a page copy only over https. Select the command instead.',
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'terminal-exhibit': TerminalExhibit;
  }
}
