import { css, html, nothing, type TemplateResult } from 'lit';
import { seen } from '../../ui/exhibit-styles.ts';
import { follow } from '../../ui/follow.ts';
import { isWebSocketApart, sharedWords } from '../../ui/http2-words.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';

const VERSIONS = [
  ['1.1', 'HTTP/1.1'],
  ['2', 'HTTP/2'],
] as const;

/** "Change the network": which HTTP both sides use. */
export class Http2Choice extends SessionElement {
  static override styles = [
    base,
    css`
      p {
        padding: var(--air, 0.5rem) 0;
      }
      code {
        white-space: nowrap;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'change');
    follow(this, () => this.session, 'paint');
  }

  override render(): TemplateResult {
    const { commands, http2, instruments, settings } = this.session;
    if (!instruments.hello?.http2) {
      return html`
        <p>
          You can compare HTTP/2 here, too, but browsers use it only over TLS. Start the server with
          <code>npm start -- --tls</code>.
        </p>
      `;
    }
    if (settings.step !== undefined) return html`<p>The lesson uses HTTP/1.1.</p>`;
    return html`
      <p>Which HTTP both sides use.</p>
      <choice-row
        label="Version of HTTP"
        .options=${VERSIONS}
        .value=${http2.on ? '2' : '1.1'}
        @choose=${({ detail }: CustomEvent<string>) => commands.setHttp2(detail === '2')}
      ></choice-row>
      ${http2.on ? this.#about() : this.#whyNot()}
    `;
  }

  #about(): TemplateResult {
    return html`
      <p class="small" translate="no">${sharedWords(this.session)} ${seen('measured')}</p>
      <p class="small" translate="no">
        Headers are compressed by what went before them on the connection (HPACK), so the same question
        costs less the second time. The connection goes to a port of this tab’s own, so that no other
        tab’s requests are mixed into it. ${this.#webSocket()}
      </p>
    `;
  }

  /** Over which connection the browser has opened the WebSocket: not every browser shares it. */
  #webSocket(): string {
    const { ws } = this.session.instruments.bytes ?? {};
    if (!ws || ws.open === 0) return '';
    return isWebSocketApart(this.session)
      ? 'Your browser opened the WebSocket over HTTP/1.1, on a connection of its own.'
      : 'The WebSocket goes over the same connection (RFC 8441).';
  }

  #whyNot(): TemplateResult | typeof nothing {
    const { address, problem } = this.session.http2;
    if (!problem) return nothing;
    return html`
      <p translate="no">
        <b>${problem} Both sides use HTTP/1.1.</b>
        <a href=${address} target="_blank" rel="noreferrer">See what your browser says of that port</a>,
        then choose HTTP/2 again.
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'http2-choice': Http2Choice;
  }
}
