import { css, html, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { mono, seen } from '../../ui/exhibit-styles.ts';
import { base } from '../../ui/styles.ts';
import { hex } from '../messages/xray/frame-fields.ts';
import { GUID, problemOf, randomKey, stepsFrom } from './handshake.ts';

/** From the browser's key to the server's answer, step by step; with the real key or any other. */
export class HandshakeSteps extends LitElement {
  static override styles = [
    base,
    mono,
    css`
      ol {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.6rem;
        margin: 0.6rem 0;
        padding: 0;
        list-style: none;
        counter-reset: step;
      }
      li {
        position: relative;
        padding-block: 0.6rem;
        padding-inline: 3.4rem 0.9rem;
        counter-increment: step;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }
      li::before {
        content: counter(step);
        position: absolute;
        inset-inline-start: 0.8rem;
        top: 0.65rem;
        display: grid;
        place-items: center;
        width: 1.8rem;
        height: 1.8rem;
        font-weight: 700;
        color: var(--ground);
        background: var(--ws);
        border-radius: 50%;
      }
      .why {
        max-width: 52rem;
        font-size: var(--small);
        color: var(--muted);
      }
      .guid {
        padding: 0.05em 0.1em;
        border-bottom: 3px solid var(--ws);
      }
      .result {
        padding: 0.6rem 0.9rem;
        border: 2px solid var(--ws);
        border-radius: 10px;
        overflow-wrap: anywhere;
      }
      .different {
        border-color: var(--fail);
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: end;
        margin-top: 0.9rem;
      }
      label {
        flex: 1 1 18rem;
        font-size: var(--small);
      }
      input {
        display: block;
        width: 100%;
        min-height: 44px;
        padding: 0.3em 0.7em;
        font: 1rem ui-monospace, Menlo, Consolas, monospace;
        color: var(--ink);
        background: var(--ground);
        border: 1.5px solid var(--line);
        border-radius: 10px;
      }
      input[aria-invalid='true'] {
        border-color: var(--fail);
      }
      .bad {
        flex-basis: 100%;
        min-height: 1.6em;
        color: var(--fail);
        font-weight: 600;
        font-size: var(--small);
      }
    `,
  ];

  /** The key that the browser really sent; empty while none has been seen. */
  @property() accessor sentKey = '';
  /** What the server really answered to it. */
  @property() accessor sentAccept = '';
  /** What the visitor has typed; undefined while the real key is shown. */
  @state() accessor #typed: string | undefined;
  /** The last key of the visitor's that was one. */
  @state() accessor #own = '';

  override render(): TemplateResult {
    const typed = this.#typed?.trim();
    const problem = typed === undefined ? undefined : problemOf(typed);
    const key = typed === undefined ? this.sentKey : this.#own || this.sentKey;
    return html`
      ${
        key
          ? this.#steps(key)
          : html`<p>No handshake yet. There is one whenever the Told side connects.</p>`
      }
      <form @submit=${(event: Event) => event.preventDefault()}>
        <label>
          Try another key
          <input
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-describedby="problem"
            aria-invalid=${problem ? 'true' : 'false'}
            .value=${this.#typed ?? ''}
            @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)}
          />
        </label>
        <p id="problem" class="bad" translate="no">${problem}</p>
        <button type="button" @click=${() => this.#type(randomKey())}>A random key</button>
        <button type="button" @click=${this.#back}>Back to the real key</button>
      </form>
    `;
  }

  #steps(key: string): TemplateResult {
    const { nonce, digest, accept } = stepsFrom(key);
    const real = key === this.sentKey;
    const same = accept === this.sentAccept;
    return html`
      <ol>
        <li>
          The browser makes 16 random bytes and sends them in Base64 as
          <code>Sec-WebSocket-Key</code> ${real ? seen('measured') : html`<small class="muted">yours</small>`}
          <pre translate="no"><b>${key}</b></pre>
          <pre translate="no">${hex(nonce)}</pre>
          <p class="why">
            This is not a secret and adds no security. It only proves the server understood this as a
            WebSocket request, so that no cache or plain HTTP server answers by mistake.
          </p>
        </li>
        <li>
          The server appends a fixed string from RFC 6455 that no other protocol uses,
          <span class="guid">the GUID</span>
          <pre translate="no"><b>${key}</b><span class="guid">${GUID}</span></pre>
        </li>
        <li>
          SHA-1 of that text: 20 bytes ${seen('calculated')}
          <pre translate="no">${hex(digest)}</pre>
          <p class="why">SHA-1 is too weak for signatures today. That doesn’t matter here: nothing secret depends on it.</p>
        </li>
        <li>
          In Base64 that is <code>Sec-WebSocket-Accept</code> ${seen('calculated')}
          <pre translate="no"><b>${accept}</b></pre>
        </li>
      </ol>
      ${
        real
          ? this.sentAccept
            ? html`
                <p class="result ${same ? '' : 'different'}">
                  The server answered: <b class="mono" translate="no">${this.sentAccept}</b> ${seen('measured')}
                  <b>${same ? '✓ the same' : '✗ not the same'}</b>
                </p>
              `
            : html`<p class="result">The server has not answered yet.</p>`
          : html`<p class="result">This key is yours; it was never sent.</p>`
      }
    `;
  }

  #type(text: string): void {
    this.#typed = text;
    if (problemOf(text.trim()) === undefined) this.#own = text.trim();
  }

  #back(): void {
    this.#typed = undefined;
    this.#own = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'handshake-steps': HandshakeSteps;
  }
}
