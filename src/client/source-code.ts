import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { base } from './styles.ts';

/** "See the code": the very source file that this side is running, coloured by the build. */
export class SourceCode extends LitElement {
  static override styles = [
    base,
    css`
      .open {
        display: var(--control-display);
        padding-inline: 0.6em;
        font-size: var(--small);
        border-color: transparent;
        background: none;
        color: var(--ink);
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }
      dialog {
        width: min(60rem, calc(100vw - 1.5rem));
        max-height: calc(100dvh - 2rem);
        padding: 0;
        color: var(--ink);
        background: var(--surface);
        border: 1px solid var(--line);
        border-top: 6px solid var(--hue);
        border-radius: 14px;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.5);
      }
      header {
        position: sticky;
        top: 0;
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1rem;
        align-items: center;
        justify-content: space-between;
        padding: 0.6rem 1rem;
        background: var(--surface);
        border-bottom: 1px solid var(--edge);
      }
      h3 {
        font-size: 1rem;
      }
      load-problem {
        padding: 0.6rem 1rem;
      }
      h4 {
        margin: 0;
        padding: 0.8rem 1rem 0;
        font: 600 0.85rem ui-monospace, Menlo, Consolas, monospace;
        color: var(--muted);
      }
      pre {
        margin: 0;
        padding: 0.5rem 1rem 1rem;
        overflow-x: auto;
        font: 0.85rem / 1.55 ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
        tab-size: 2;
      }
      .hljs-keyword,
      .hljs-built_in {
        color: var(--down);
        font-weight: 600;
      }
      .hljs-string,
      .hljs-number,
      .hljs-literal {
        color: var(--up);
      }
      .hljs-comment {
        color: var(--muted);
        font-style: italic;
      }
      .hljs-title,
      .hljs-property {
        color: var(--focus);
      }
    `,
  ];

  /** Names of source files, with a space between: `press` is `src/client/ways/press.ts`. */
  @property() accessor files = '';

  /** Name and coloured source of each file. */
  @state() accessor #sources: [string, string][] = [];
  @state() accessor #unloaded = false;
  @query('dialog') accessor #dialog!: HTMLDialogElement;

  override render(): TemplateResult {
    return html`
      <button class="open" @click=${this.#open}>
        <span aria-hidden="true">&lt;/&gt;</span> See the code<span class="hidden"> of ${this.files}</span>
      </button>
      <dialog aria-labelledby="file" @click=${this.#clickOutside}>
        <header>
          <h3 id="file">The code that is running</h3>
          <form method="dialog"><button>Close</button></form>
        </header>
        <div role="alert">
          ${this.#unloaded ? html`<load-problem what="The file" @again=${this.#load}></load-problem>` : nothing}
        </div>
        ${this.#sources.map(
          ([name, source]) => html`
            <h4>src/client/ways/${name}.ts</h4>
            <pre tabindex="0" role="region" aria-label="${name}.ts"><code>${unsafeHTML(source)}</code></pre>
          `,
        )}
      </dialog>
    `;
  }

  async #open(): Promise<void> {
    this.#dialog.showModal();
    await this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.#sources = await Promise.all(this.files.split(' ').map(load));
      this.#unloaded = false;
    } catch {
      this.#unloaded = true;
    }
  }

  #clickOutside(event: MouseEvent): void {
    if (event.target === this.#dialog) this.#dialog.close();
  }
}

/** A file's source, coloured by the build: text of our own, so safe as HTML. */
async function load(name: string): Promise<[string, string]> {
  const response = await fetch(`/code/${name}.html`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return [name, await response.text()];
}

declare global {
  interface HTMLElementTagNameMap {
    'source-code': SourceCode;
  }
}
