import { css, html, type TemplateResult } from 'lit';
import { mono, seen } from '../../ui/exhibit-styles.ts';
import { follow } from '../../ui/follow.ts';
import { milliseconds } from '../../ui/format.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { headAndBody, headerOf, type Message } from '../messages/message.ts';
import { historyOf } from '../messages/message-history.ts';

/** The lines that make a handshake of a request and its answer (RFC 6455 §1.3, RFC 8441 §4). */
const ESSENTIAL =
  /^(GET |HTTP\/1\.1 101|upgrade:|sec-websocket-(key|accept):|:(method|protocol|status):)/i;

/** The handshake of this page's own line: what was asked and answered, and how it is proved. */
export class HandshakeExhibit extends SessionElement {
  static override styles = [
    base,
    mono,
    css`
      /* Before the handshake is known it has its room, and when it comes the page stays where it scrolled to. */
      :host {
        min-height: 26rem;
        overflow-anchor: none;
      }
      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.6rem 1.2rem;
        align-items: start;
      }
      h3 {
        font-size: 1rem;
      }
      h3 span {
        white-space: nowrap;
      }
      pre {
        padding: 0.5rem 0.8rem;
        background: var(--surface);
        border: 1px solid var(--edge);
        border-radius: 10px;
      }
      .essential {
        display: block;
        margin-inline: -0.4rem;
        padding-inline: 0.25rem;
        font-weight: 700;
        color: var(--ws);
        border-inline-start: 3px solid var(--ws);
      }
      .other {
        display: block;
        color: var(--muted);
      }
      .tube {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0.6rem;
        align-items: center;
        margin: 0.5rem 0 0.8rem;
        font-weight: 600;
      }
      .pipe {
        padding: 0.25rem 0.8rem;
        text-align: center;
        border-block: 4px solid var(--ws);
        border-radius: 8px;
        background: var(--surface);
      }
      summary {
        min-height: 44px;
        padding: 0.5rem 0;
        font-weight: 600;
        cursor: pointer;
      }
      /* The request has the longer lines. */
      @media (min-width: 60em) {
        .two {
          grid-template-columns: 3fr 2fr;
        }
      }
      @media (max-width: 43.75em) {
        .two {
          grid-template-columns: minmax(0, 1fr);
        }
        .tube {
          grid-template-columns: 1fr auto;
        }
        .pipe {
          grid-area: 2 / 1 / auto / -1;
        }
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => historyOf(this.session), 'change');
    follow(this, () => this.session.right, 'change');
  }

  override render(): TemplateResult {
    const { request, answer } = historyOf(this.session).handshake;
    return html`
      ${request ? this.#exchange(request, answer) : html`<p>No handshake has been seen yet. There is one whenever the Told side connects.</p>`}
      <details>
        <summary>How does the server prove that it understood?</summary>
        ${
          request?.kind === 'http2'
            ? html`<p>
                Over HTTP/2 there is nothing to prove. The server has said in its SETTINGS that it knows
                this request (ENABLE_CONNECT_PROTOCOL), and no server or cache that doesn’t know HTTP/2
                could read it. So there is no key. With HTTP/1.1 (Break the line) there is one.
              </p>`
            : html`<handshake-steps
                .sentKey=${headerIn(request, 'sec-websocket-key')}
                .sentAccept=${headerIn(answer, 'sec-websocket-accept')}
              ></handshake-steps>`
        }
      </details>
    `;
  }

  #exchange(request: Message, answer: Message | undefined): TemplateResult {
    const took = answer?.received && milliseconds(answer.received - request.sent);
    const { state } = this.session.right.status;
    const http2 = request.kind === 'http2';
    const what = http2 ? 'the same stream of the HTTP/2 connection' : 'the same TCP connection';
    return html`
      <div class="two">
        <div>
          <h3>The browser asks ${seen('measured')}</h3>
          <pre translate="no">${linesOf(request)}</pre>
        </div>
        <div>
          <h3>The server answers${took ? html` after <span translate="no">${took}</span>` : ''} ${seen('measured')}</h3>
          <pre translate="no">${answer ? linesOf(answer) : 'No answer yet.'}</pre>
        </div>
      </div>
      <p class="tube" dir="ltr">
        <span>Browser</span>
        <span class="pipe">
          ${
            state === 'open'
              ? `⇄ ${what}, open now: frames both ways`
              : state === 'asking' && !answer
                ? 'waiting for the server’s answer'
                : 'the connection is closed'
          }
        </span>
        <span>Server</span>
      </p>
    `;
  }
}

/** A head line by line, with the lines that matter lit. */
function linesOf({ bytes, kind, http2 }: Message): TemplateResult[] {
  const lines =
    kind === 'http2'
      ? (http2?.headers ?? []).map(({ name, value }) => `${name}: ${value}`)
      : headAndBody(bytes).head.trimEnd().split('\r\n');
  return lines.map(
    (line) => html`<span class=${ESSENTIAL.test(line) ? 'essential' : 'other'}>${line}</span>`,
  );
}

const headerIn = (message: Message | undefined, name: string): string =>
  (message && headerOf(headAndBody(message.bytes).head, name)) ?? '';

declare global {
  interface HTMLElementTagNameMap {
    'handshake-exhibit': HandshakeExhibit;
  }
}
