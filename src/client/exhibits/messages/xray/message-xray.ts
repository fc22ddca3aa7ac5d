import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Direction } from '../../../../protocol/tab.ts';
import { utf8 } from '../../../../protocol/websocket-frame.ts';
import { mono, seen } from '../../../ui/exhibit-styles.ts';
import { base } from '../../../ui/styles.ts';
import { http2Xray } from '../http2/http2-xray.ts';
import { headAndBody, type Message, sizeOf } from '../message.ts';
import { hex } from './frame-fields.ts';
import { frameXray } from './frame-xray.ts';

/** One message as it was sent: the text of a question or answer, or a frame bit by bit. */
export class MessageXray extends LitElement {
  static override styles = [
    base,
    mono,
    css`
      section {
        margin-top: 0.8rem;
        padding: 0.6rem 0.9rem 0.8rem;
        border: 1px solid var(--edge);
        border-inline-start: 6px solid var(--hue);
        border-radius: 10px;
        background: var(--surface);
      }
      .http {
        --hue: var(--http);
      }
      .ws {
        --hue: var(--ws);
      }
      .shared,
      .terminal {
        --hue: var(--muted);
      }
      h4 {
        color: var(--hue);
        overflow-wrap: anywhere;
      }
      h5 {
        margin: 0.7rem 0 0.2rem;
        font-size: var(--small);
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--small);
      }
      th,
      td {
        padding-block: 0.2rem;
        padding-inline: 0 0.5rem;
        text-align: inherit;
        font-weight: 400;
        vertical-align: top;
        border-bottom: 1px solid var(--edge);
        overflow-wrap: anywhere;
      }
      /* A name stays whole, however narrow the page. */
      th {
        overflow-wrap: normal;
      }
      thead th {
        color: var(--muted);
      }
      .number {
        text-align: end;
      }
      .number,
      .bits {
        white-space: nowrap;
      }
      mark {
        color: inherit;
        background: none;
        border-bottom: 3px solid var(--hue);
      }
      mark.mask {
        border-bottom: 3px double var(--fail);
      }
      .bad {
        color: var(--fail);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) accessor message: Message | undefined;

  override render(): TemplateResult | typeof nothing {
    const { message } = this;
    if (!message) return nothing;
    const { side, direction, label, size } = message;
    const parts = Object.entries(size).filter(([, count]) => count > 0);
    return html`
      <section class=${side} aria-label="The chosen message" translate="no">
        <h4>${wayOf(side, direction)}: ${label}</h4>
        <p class="small">
          <b>${sizeOf(message)} bytes</b>: ${parts.map(([name, count]) => `${name} ${count} B`).join(', ')}
          ${seen('measured')}
        </p>
        ${
          message.bytes.length < sizeOf(message)
            ? html`<p class="small">Too long to keep: these are the first ${message.bytes.length} bytes.</p>`
            : nothing
        }
        ${this.#content(message)}
      </section>
    `;
  }

  #content(message: Message): TemplateResult | TemplateResult[] {
    const { bytes, kind, label } = message;
    if (kind === 'http2') return http2Xray(message);
    return kind === 'frame' ? frameXray(bytes, label) : this.#text(message);
  }

  #text({ bytes, kind }: Message): TemplateResult {
    const text = utf8(bytes);
    if (kind === 'unreadable' || text === undefined) {
      return html`
        <p class="bad">We can’t read these bytes as an HTTP/1.1 or WebSocket message.</p>
        <pre>${hex(bytes)}</pre>
      `;
    }
    if (kind === 'chunk') {
      return html`
        <h5>One piece of an answer that stays open: its length in hexadecimal, then the event</h5>
        <pre>${visible(text)}</pre>
      `;
    }
    const { head, body } = headAndBody(bytes);
    const lines = head.split('\r\n').slice(0, -2);
    return html`
      <table>
        <thead>
          <tr><th scope="col">${kind === 'request' ? 'Request' : 'Status'} line and headers</th><th scope="col" class="number">bytes</th></tr>
        </thead>
        <tbody>
          ${lines.map((line) => html`<tr><td class="mono">${line}</td><td class="number">${bytesOf(line) + 2}</td></tr>`)}
          <tr><td class="muted">(an empty line ends the headers)</td><td class="number">2</td></tr>
        </tbody>
      </table>
      <h5>Body, ${bytesOf(body)} bytes</h5>
      ${body ? html`<pre>${body}</pre>` : html`<p class="small muted">None.</p>`}
    `;
  }
}

function wayOf(side: Message['side'], direction: Direction): string {
  const [Client, client] = side === 'terminal' ? ['Terminal', 'terminal'] : ['Browser', 'browser'];
  return direction === 'up' ? `${Client} → server` : `Server → ${client}`;
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** Text with its line ends made visible. */
const visible = (text: string) =>
  text.replaceAll(/\r?\n/g, (end) => (end === '\n' ? '␊\n' : '␍␊\n'));

declare global {
  interface HTMLElementTagNameMap {
    'message-xray': MessageXray;
  }
}
