import { css, html, type TemplateResult } from 'lit';
import { FRAME, readHttp2Frame } from '../../../protocol/http2-frame.ts';
import { utf8 } from '../../../protocol/websocket-frame.ts';
import type { Run } from '../../session/runs/run.ts';
import { mono, seen } from '../../ui/exhibit-styles.ts';
import { follow } from '../../ui/follow.ts';
import { sharedWords } from '../../ui/http2-words.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { type Message, NAMES, sizeOf } from '../messages/message.ts';
import { historyOf } from '../messages/message-history.ts';
import { recordSize, simulatedRecord } from './tls-record.ts';

/** How many of the last messages an eavesdropper is shown with. */
const OVERHEARD = 4;

/** ws:// and wss://: what TLS changes, and what somebody on the line would have read just now. */
export class SecureExhibit extends SessionElement {
  static override styles = [
    base,
    mono,
    css`
      h4 {
        margin: var(--air, 0.9rem) 0 0.3rem;
        font-size: 1rem;
      }
      p,
      ul {
        max-width: var(--column, 46rem);
        margin-block: 0.3rem;
      }
      ul {
        padding-inline-start: 1.3rem;
        columns: var(--list-columns, auto);
        column-gap: 2.2rem;
      }
      li {
        break-inside: avoid;
      }
      .size {
        white-space: nowrap;
      }
      .state {
        max-width: none;
        padding: var(--air, 0.6rem) 0.9rem;
        border: 2px solid var(--line);
        border-inline-start-width: 8px;
        border-radius: 10px;
      }
      ol {
        display: grid;
        gap: 0.5rem;
        margin: 0 0 0.5rem;
        padding: 0;
        list-style: none;
      }
      ol > li {
        padding: 0.4rem 0.8rem;
        border: 1px solid var(--edge);
        border-inline-start: 5px solid var(--hue);
        border-radius: 10px;
        background: var(--surface);
      }
      ol > li {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.3rem 1.2rem;
      }
      ol > li.names {
        padding-block: 0;
        border-color: transparent;
        background: none;
      }
      /* For the back row, the newest two, or the visitor's note and the newest; and their first lines. */
      ol > li:not(.names, .mine):nth-last-child(n + 3),
      ol:has(.mine) > li:not(.names, .mine):nth-last-child(n + 2) {
        display: var(--earlier, grid);
      }
      ol pre {
        max-height: var(--overheard, none);
        overflow: hidden;
        mask-image: linear-gradient(#000 calc(var(--overheard) - 1.5em), transparent var(--overheard));
      }
      .cipher {
        max-height: min(6.2em, var(--overheard, 6.2em));
        overflow: hidden;
        color: var(--muted);
      }
      @media (max-width: 43.75em) {
        ol > li {
          grid-template-columns: minmax(0, 1fr);
        }
        ol > li.names {
          display: none;
        }
      }
      .http {
        --hue: var(--http);
      }
      .ws {
        --hue: var(--ws);
      }
      b {
        color: var(--hue);
      }
    `,
  ];

  readonly #records = new WeakMap<Message, string>();

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const secure = location.protocol === 'https:';
    const { last, mine } = overheard(historyOf(this.session).messages);
    return html`
      <p class="state">
        This page came over <b>${location.protocol}//</b>, so its WebSocket is <b>${secure ? 'wss' : 'ws'}://</b>:
        ${
          secure
            ? 'encrypted all the way to the server, or to a proxy in front of it. An eavesdropper can read none of it.'
            : 'not encrypted. An eavesdropper can read it, and change it.'
        }
        ${seen('measured')}
      </p>
      <h4>What an eavesdropper would have seen</h4>
      ${
        last.length === 0
          ? html`<p class="muted">No messages yet.</p>`
          : html`
            <ol translate="no">
              <li class="names">
                <b>Without TLS ${seen('measured')}</b> <b>With TLS ${seen('simulated')}</b>
              </li>
              ${last.map((message) => this.#overheard(message, message === mine))}
            </ol>
          `
      }
      <p class="small muted">
        With TLS an eavesdropper still sees the server’s name, the times and the sizes. The encrypted
        bytes shown here are random: without the key, nobody could tell the difference. The mask on the browser’s frames hides nothing: its key is in the same frame.
      </p>
      <h4>What TLS changes</h4>
      <ul>
        <li>The same handshake, the same frames, the same prices; only the pipe differs: TLS
          first, then HTTP or WebSocket inside it.</li>
        <li>A certificate shows the browser that it is talking to the right server, before anything
          else is sent.</li>
        <li>It costs one or two extra round trips at the start, and some bytes for each record${
          secure ? this.#cost() : '. Start the server with --tls to see how many'
        }.</li>
        <li>Proxies on the way can’t look inside, so they don’t stumble over the upgrade: wss:// gets
          through where ws:// fails. A page loaded over https://
          can’t open a ws:// connection.</li>
      </ul>
    `;
  }

  #cost(): TemplateResult {
    const share = ({ moved: { bytes, sizes } }: Run) =>
      html`<span translate="no">${sizes.tls} of ${bytes} bytes (${bytes > 0 ? Math.round((sizes.tls / bytes) * 100) : 0} %)</span>`;
    const { left, right, http2 } = this.session;
    if (http2.on)
      return html`. <span translate="no">${sharedWords(this.session)}</span> ${seen('measured')}`;
    return html`: in this run ${share(left.run)} where the browser asks, ${share(right.run)} where it is told
      ${seen('measured')}. A handshake counts for whoever opens the connection:
      the WebSocket opens one of its own, asking mostly goes over one that has loaded the page`;
  }

  #overheard(message: Message, mine: boolean): TemplateResult {
    const { side, direction } = message;
    const way = `${NAMES[side]}, ${direction === 'up' ? 'to the server' : 'from the server'}`;
    const size = sizeOf(message);
    return html`
      <li class=${mine ? `${side} mine` : side}>
        <div>
          <b>${way}</b>, <span class="size">${size} bytes</span>
          <pre>${textOf(message) ?? 'bytes that aren’t text'}</pre>
        </div>
        <div>
          <span class="muted">sender and size only,</span> <span class="size">${recordSize(size)} bytes</span>
          <pre class="cipher">${this.#recordOf(message)}</pre>
        </div>
      </li>
    `;
  }

  /** Always the same for a message, so that nothing flickers. */
  #recordOf(message: Message): string {
    const known = this.#records.get(message);
    const record = known ?? simulatedRecord(sizeOf(message));
    this.#records.set(message, record);
    return record;
  }
}

/** The last messages, and among them the visitor's last note over the WebSocket, which stays to be found. */
function overheard(messages: readonly Message[]): { last: Message[]; mine: Message | undefined } {
  const last = messages.filter(({ heartbeat }) => !heartbeat).slice(-OVERHEARD);
  const mine = messages.findLast(
    ({ side, direction, note }) => side === 'ws' && direction === 'up' && note !== undefined,
  );
  return { last: mine && !last.includes(mine) ? [mine, ...last.slice(1)] : last, mine };
}

/** What anybody could read in a message that is not encrypted. */
function textOf({ kind, bytes, frames, http2 }: Message): string | undefined {
  if (frames.length > 0) return frames.map(({ text }) => text ?? '').join('\n');
  if (kind === 'frame') return undefined;
  if (kind !== 'http2') return utf8(bytes)?.trimEnd();
  if (http2?.headers) return http2.headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
  const frame = readHttp2Frame(bytes);
  return frame?.type === FRAME.data && frame.content.length > 0
    ? utf8(frame.content)?.trimEnd()
    : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'secure-exhibit': SecureExhibit;
  }
}
