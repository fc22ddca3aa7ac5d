import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { base } from '../../ui/styles.ts';
import { codeInPath, spacedCode, typedCode } from '../class-code.ts';
import { checkNetwork, type Problem } from '../connection/checks.ts';
import { phoneStyles } from './phone-styles.ts';

/** Asks for the code, and tries what the phone will need. Says `join` with the code. */
export class JoinForm extends LitElement {
  static override styles = [
    base,
    phoneStyles,
    css`
      form {
        display: grid;
        gap: 0.7rem;
      }
      label {
        font-weight: 600;
      }
      input {
        width: 100%;
        min-height: 72px;
        padding: 0 0.3em;
        font: inherit;
        font-size: clamp(2rem, 13vw, 3rem);
        font-weight: 700;
        font-variant-numeric: tabular-nums;
        letter-spacing: 0.08em;
        text-align: center;
        color: var(--ink);
        background: var(--surface);
        border: 2px solid var(--line);
        border-radius: 14px;
      }
      input[aria-invalid='true'] {
        border-color: var(--fail);
      }
      .wrong {
        min-height: 1.4em;
        font-weight: 600;
        color: var(--fail);
      }
      ul {
        display: grid;
        gap: 0.7rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 0.7rem 0.9rem;
        line-height: 1.4;
        background: var(--surface);
        border: 2px solid var(--fail);
        border-left-width: 8px;
        border-radius: 12px;
      }
      .row {
        display: grid;
        gap: 0.7rem;
      }
    `,
  ];

  /** What stands in the field at first; a link brings it. */
  @property() accessor code = '';
  /** Why the class did not let this phone in. */
  @property() accessor refused = '';

  @state() accessor #wrong = '';
  @state() accessor #checking = false;
  @state() accessor #problems: Problem[] = [];
  #trying: AbortController | undefined;

  @query('input') accessor #field: HTMLInputElement | null = null;
  @query('h1') accessor #heading!: HTMLElement;

  override firstUpdated(): void {
    // A link with a code needs nothing more from anybody.
    if (this.code && !this.refused) void this.#try(this.code);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#trying?.abort();
  }

  override render(): TemplateResult {
    if (this.#checking) {
      return html`
        <h1 tabindex="-1">Class ${spacedCode(this.code)}</h1>
        <p>Trying the connection…</p>
      `;
    }
    return this.#problems.length > 0 ? this.#troubles() : this.#form();
  }

  #form(): TemplateResult {
    const wrong = this.#wrong || this.refused;
    return html`
      <h1 tabindex="-1">Join the class</h1>
      <form novalidate @submit=${this.#submit}>
        <label for="code">The code on the screen in front</label>
        <input
          id="code"
          type="text"
          inputmode="numeric"
          autocomplete="off"
          enterkeyhint="go"
          maxlength="20"
          aria-describedby="wrong"
          aria-invalid=${wrong ? 'true' : 'false'}
          .value=${this.code}
          @input=${this.#edit}
        />
        <p class="wrong" id="wrong">${wrong || nothing}</p>
        <button class="solid">Join</button>
      </form>
      <p class="muted">No app, no account, no name. Be on the same Wi-Fi as the screen in front.</p>
      ${codeInPath(location.pathname) ? nothing : html`<start-button></start-button>`}
    `;
  }

  #troubles(): TemplateResult {
    return html`
      <h1 tabindex="-1">Something is missing</h1>
      <ul>
        ${this.#problems.map(({ sentence }) => html`<li>${sentence}</li>`)}
      </ul>
      <div class="row">
        <button class="solid" @click=${() => this.#try(this.code)}>Try again</button>
        <button @click=${this.#join}>Join anyway</button>
      </div>
    `;
  }

  readonly #edit = (): void => {
    this.code = this.#field?.value ?? '';
    this.#wrong = '';
    this.refused = '';
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const typed = typedCode(this.code);
    if ('wrong' in typed) {
      this.#wrong = typed.wrong;
      this.#field?.focus();
      return;
    }
    void this.#try(typed.code);
  };

  async #try(code: string): Promise<void> {
    this.code = code;
    this.#trying?.abort();
    const trying = new AbortController();
    this.#trying = trying;
    this.#checking = true;
    const problems = await checkNetwork(trying.signal);
    if (trying.signal.aborted) return;
    this.#checking = false;
    this.#problems = problems;
    if (problems.length === 0) return this.#join();
    await this.updateComplete;
    this.#heading.focus();
  }

  readonly #join = (): void => {
    this.dispatchEvent(new CustomEvent('join', { detail: this.code }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'join-form': JoinForm;
  }
}
