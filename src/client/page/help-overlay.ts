import { css, html, type TemplateResult } from 'lit';
import { query } from 'lit/decorators.js';
import { shortcuts } from '../settings/shortcuts.ts';
import { follow } from '../ui/follow.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';
import { keys, meaningOf, writtenKeys } from './keys.ts';
import { toggleFullScreen } from './projector.ts';

/** "?": what the page is, and its keys. */
export class HelpOverlay extends SessionElement {
  static override styles = [
    base,
    css`
      dialog {
        width: min(80rem, calc(100vw - 1.5rem));
        max-height: calc(100dvh - 2rem);
        padding: 1.2rem;
        color: var(--ink);
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: 14px;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.5);
      }
      h2:focus {
        outline: none;
      }
      dl {
        columns: 20rem;
        margin: 0.5rem 0;
      }
      dl > div {
        display: grid;
        grid-template-columns: 5rem 1fr;
        padding-block: 0.05rem;
        break-inside: avoid;
      }
      kbd {
        display: inline-block;
        min-width: 2em;
        padding: 0.1em 0.5em;
        text-align: center;
        font: 600 0.95em ui-monospace, Menlo, Consolas, monospace;
        border: 1px solid var(--line);
        border-bottom-width: 3px;
        border-radius: 6px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        min-height: 44px;
      }
      input {
        width: 1.4em;
        height: 1.4em;
        accent-color: var(--focus);
      }
    `,
  ];

  @query('dialog') accessor #dialog!: HTMLDialogElement;

  get open(): boolean {
    return this.#dialog.open;
  }

  constructor() {
    super();
    follow(
      this,
      () => this.session,
      'help',
      () => this.#dialog.showModal(),
    );
  }

  override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title">
        <h2 id="title" tabindex="-1" autofocus>Keys</h2>
        <dl>
          ${keys.map(
            (key) => html`
              <div>
                <dt>${writtenKeys(key).map((name) => html`<kbd>${name}</kbd> `)}</dt>
                <dd>${meaningOf(key)}</dd>
              </div>
            `,
          )}
        </dl>
        <label>
          <input type="checkbox" .checked=${shortcuts.on} @change=${this.#switch} />
          Keyboard shortcuts on
        </label>
        <p class="muted">
          Every setting is in the address bar: copy it to share the page as you see it. For a
          projector, add <code>?view=projector</code>.
        </p>
        <form method="dialog">
          <button>Close</button>
          <button @click=${() => toggleFullScreen(this.session)}>Projector view</button>
        </form>
      </dialog>
    `;
  }

  #switch(event: Event): void {
    shortcuts.on = (event.target as HTMLInputElement).checked;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'help-overlay': HelpOverlay;
  }
}
