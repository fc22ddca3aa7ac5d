import { css, html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import type { Goodbye } from '../../ways/way.ts';
import type { Message } from '../messages/message.ts';
import { historyOf } from '../messages/message-history.ts';
import { problemOf, type Sent, wireOf } from './sent-frame.ts';

/** The visitor's pings have numbers from here on, which the page's own never reach. */
const FIRST_PING = 1_000_001;

/** Sends whatever the visitor likes over the WebSocket that is open, and shows the frame and the answer. */
export class FrameBox extends SessionElement {
  static override styles = [
    base,
    css`
      h4 {
        margin-top: var(--air, 0.8rem);
      }
      .forms {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
        column-gap: 2rem;
        margin-bottom: 0.5rem;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: end;
        margin-top: var(--air, 0.5rem);
      }
      label {
        flex: 1 1 14rem;
        font-size: var(--small);
      }
      label.code {
        flex: 0 1 7rem;
      }
      input {
        display: block;
        width: 100%;
        min-height: 44px;
        padding: 0.3em 0.7em;
        font: inherit;
        color: var(--ink);
        background: var(--ground);
        border: 1.5px solid var(--line);
        border-radius: 10px;
      }
    `,
  ];

  @query('[name=text]') accessor #text!: HTMLInputElement;
  @query('[name=code]') accessor #code!: HTMLInputElement;
  @query('[name=reason]') accessor #reason!: HTMLInputElement;
  @state() accessor #sent: Sent | undefined;
  @state() accessor #said = '';
  #pings = FIRST_PING;

  constructor() {
    super();
    follow(this, () => this.session, 'change');
    follow(this, () => historyOf(this.session), 'change');
  }

  override render(): TemplateResult {
    const { frame, answer } = this.#sent
      ? wireOf(this.#sent, historyOf(this.session).messages)
      : {};
    return html`
      <h4>Send over the open WebSocket</h4>
      <div class="forms">
      <form @submit=${this.#sendText}>
        <label>Any text, right or wrong<input name="text" autocomplete="off" value='{"type":"note","id":1,"text":"hello"}' /></label>
        <button>Send</button>
        <button type="button" @click=${this.#ping}>Ping</button>
      </form>
      <form @submit=${this.#close}>
        <label class="code">Close code<input name="code" inputmode="numeric" autocomplete="off" value="1000" /></label>
        <label>Reason (optional)<input name="reason" autocomplete="off" /></label>
        <button>Close</button>
      </form>
      </div>
      <p class="small" translate="no">${this.#said}</p>
      ${this.#sent ? this.#xray('Your frame', frame) : nothing}
      ${frame ? this.#xray('The server’s answer', answer) : nothing}
      <p class="small muted">
        A page can’t send a ping frame: only the browser can. Ping sends this server’s own ping, a text.
        After a close the page connects again by itself. If you subscribe to another company, this side
        hears of that one until it connects again.
      </p>
    `;
  }

  #xray(what: string, message: Message | undefined): TemplateResult {
    return message
      ? html`<p class="small"><b>${what}</b></p><message-xray .message=${message}></message-xray>`
      : html`<p class="small" translate="no"><b>${what}</b>: not seen yet.</p>`;
  }

  #sendText(event: SubmitEvent): void {
    event.preventDefault();
    this.#send(this.#text.value);
  }

  #ping(): void {
    this.#send(JSON.stringify({ type: 'ping', id: this.#pings++ }));
  }

  #close(event: SubmitEvent): void {
    event.preventDefault();
    const goodbye = { code: Number(this.#code.value), reason: this.#reason.value };
    const problem = problemOf(goodbye);
    if (problem) this.#tell(problem);
    else this.#send(goodbye);
  }

  #send(what: string | Goodbye): void {
    const after = historyOf(this.session).messages.at(-1)?.id ?? 0;
    if (!this.session.right.sendRaw(what)) {
      this.#tell('The WebSocket isn’t open now. Nothing was sent.');
      return;
    }
    this.#sent = { after, what };
    this.#tell('Handed to the browser.');
  }

  #tell(sentence: string): void {
    this.#said = sentence;
    this.session.say(sentence);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'frame-box': FrameBox;
  }
}
