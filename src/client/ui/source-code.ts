import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { Way } from '../ways/way.ts';
import { base } from './styles.ts';

/**
 * "See the code": the lines that matter on both sides, beside each other, and then the very source
 * files that this side is running.
 */
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
        width: min(80rem, calc(100vw - 1.5rem));
        max-height: calc(100dvh - 2rem);
        padding: 0;
        color: var(--ink);
        background: var(--surface);
        border: 1px solid var(--line);
        border-top: 0.375rem solid var(--hue);
        border-radius: 0.875rem;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.5);
      }
      header {
        position: sticky;
        top: 0;
        display: flex;
        gap: 1rem;
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
        padding: 0.9rem 1rem 0;
        font-size: 1rem;
      }
      h5 {
        margin: 0;
        font: 600 0.8rem ui-monospace, Menlo, Consolas, monospace;
        color: var(--muted);
      }
      pre {
        margin: 0;
        font: 0.85rem / 1.55 ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
        tab-size: 2;
      }
      .essence {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
        gap: 0.75rem;
        padding: 0.5rem 1rem 0.9rem;
        border-bottom: 1px solid var(--edge);
      }
      .essence section {
        padding: 0.5rem 0.6rem 0.7rem;
        background: var(--ground);
        border-inline-start: 5px solid var(--hue);
        border-radius: 8px;
      }
      .ask {
        --hue: var(--http);
      }
      .told {
        --hue: var(--ws);
      }
      .essence strong {
        color: var(--hue);
      }
      .essence h5 {
        margin: 0.5rem 0 0.15rem;
      }
      .essence pre {
        font-size: 0.74rem;
      }
      /* A line that is too long goes on further in. */
      .line {
        display: block;
        padding-inline-start: 3ch;
        text-indent: -3ch;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .line .hljs-string {
        white-space: nowrap;
      }
      .whole h5 {
        padding: 0.6rem 1rem 0;
      }
      .whole pre {
        padding: 0.4rem 1rem 1rem;
        overflow-x: auto;
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

  /** The way whose files are shown. */
  @property({ attribute: false }) accessor way!: Way;
  /** The ways of both sides, whose lines that matter are shown beside each other. */
  @property({ attribute: false }) accessor ways: [left: Way, right: Way] | [] = [];

  /** By name. */
  @state() accessor #files: ReadonlyMap<string, Code> = new Map();
  @state() accessor #unloaded = false;
  @query('dialog') accessor #dialog!: HTMLDialogElement;

  override render(): TemplateResult {
    return html`
      <button class="open" @click=${this.#open}>
        <span aria-hidden="true">&lt;/&gt;</span> See the code<span class="hidden"> of ${this.way.label}</span>
      </button>
      <dialog aria-labelledby="title" @click=${this.#clickOutside}>
        <header>
          <h3 id="title">The code that is running</h3>
          <form method="dialog"><button>Close</button></form>
        </header>
        <div role="alert">
          ${this.#unloaded ? html`<load-problem what="The file" @again=${this.#load}></load-problem>` : nothing}
        </div>
        ${this.#files.size > 0 ? [this.#essence(), this.#whole()] : nothing}
      </dialog>
    `;
  }

  #essence(): TemplateResult {
    return html`
      <h4>The lines that matter</h4>
      <div class="essence">
        ${this.ways.map(
          ({ reportLabel, sources }, i) => html`
            <section class=${i === 0 ? 'ask' : 'told'}>
              <strong>${reportLabel}</strong>
              ${sources.map((name) => this.#lines(name))}
            </section>
          `,
        )}
      </div>
    `;
  }

  #lines(name: string): TemplateResult | typeof nothing {
    const lines = this.#files.get(name)?.lines ?? [];
    if (lines.length === 0) return nothing;
    return html`
      <h5>${name}.ts</h5>
      <pre><code>${lines.map((line) => html`<span class="line">${unsafeHTML(line)}</span>`)}</code></pre>
    `;
  }

  #whole(): TemplateResult {
    return html`
      <div class="whole">
        <h4>All of it</h4>
        ${this.way.sources.map(
          (name) => html`
            <h5>src/client/ways/${name}.ts</h5>
            <pre tabindex="0" role="region" aria-label="${name}.ts"><code>${unsafeHTML(this.#files.get(name)?.whole)}</code></pre>
          `,
        )}
      </div>
    `;
  }

  async #open(): Promise<void> {
    this.#dialog.showModal();
    await this.#load();
  }

  async #load(): Promise<void> {
    const names = new Set([this.way, ...this.ways].flatMap(({ sources }) => sources));
    try {
      this.#files = new Map(await Promise.all([...names].map(load)));
      this.#unloaded = false;
    } catch {
      this.#unloaded = true;
    }
  }

  #clickOutside(event: MouseEvent): void {
    if (event.target === this.#dialog) this.#dialog.close();
  }
}

/** A source file, coloured by the build: text of our own, so safe as HTML. */
interface Code {
  /** Those that matter most. */
  lines: string[];
  whole: string;
}

async function load(name: string): Promise<[string, Code]> {
  const response = await fetch(`/code/${name}.json`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return [name, await response.json()];
}

declare global {
  interface HTMLElementTagNameMap {
    'source-code': SourceCode;
  }
}
