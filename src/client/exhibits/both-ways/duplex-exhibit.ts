import { css, html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { NOTE_LENGTH } from '../../../protocol/limits.ts';
import { localNow } from '../../session/clock.ts';
import type { Side } from '../../session/side.ts';
import { seen } from '../../ui/exhibit-styles.ts';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base, tables } from '../../ui/styles.ts';
import type { NoteFate } from '../../ways/way.ts';
import { type Message, sizeOf } from '../messages/message.ts';
import { historyOf } from '../messages/message-history.ts';

/** So many of the last notes are shown. */
const SHOWN = 6;

/** What became of a note on one side. */
interface Fate {
  state: 'under way' | NoteFate;
  /** From sending to its return, in ms of the page's clock. */
  took?: number;
}

/** What there is to say of a note that is not back. */
const FATES: Record<Exclude<Fate['state'], 'back'>, string> = {
  'under way': 'Under way…',
  unsent: 'Not sent: the connection is not open.',
  refused: 'The server refused it.',
  lost: 'Lost: no answer.',
};

interface SentNote {
  id: number;
  text: string;
  sent: number;
  http: Fate;
  ws: Fate;
}

/** "Both ways": send while receiving, over HTTP and over the WebSocket at the same moment. */
export class DuplexExhibit extends SessionElement {
  static override styles = [
    base,
    tables,
    css`
      .modes {
        display: grid;
        gap: 0.6rem;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
        margin: 0.4rem 0 0.9rem;
      }
      .modes div {
        padding: 0.5rem 0.8rem;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
        font-size: var(--small);
      }
      h4 {
        font-size: 1rem;
      }
      .sketch {
        font-weight: 700;
        letter-spacing: 0.1em;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: end;
      }
      label {
        flex: 1 1 14rem;
        font-size: var(--small);
      }
      input {
        display: block;
        width: 100%;
        min-height: 44px;
        padding: 0.3em 0.7em;
        font: inherit;
        font-size: 1rem;
        color: var(--ink);
        background: var(--ground);
        border: 1.5px solid var(--line);
        border-radius: 10px;
      }
      input[aria-invalid='true'] {
        border-color: var(--fail);
      }
      .bad {
        color: var(--fail);
        font-weight: 600;
      }
      .scroll {
        margin-top: 0.6rem;
      }
      table {
        width: 100%;
      }
      th,
      td {
        text-align: left;
        vertical-align: top;
        white-space: normal;
      }
      tbody th {
        font-weight: 400;
        max-width: 14rem;
        overflow-wrap: anywhere;
      }
      th.http {
        color: var(--http);
      }
      th.ws {
        color: var(--ws);
      }
    `,
  ];

  @state() accessor #notes: SentNote[] = [];
  @state() accessor #problem = '';
  @query('input') accessor #input!: HTMLInputElement;

  // Begins anywhere, so that the notes of a page that was loaded again are not taken for these.
  #lastId = Math.floor(Math.random() * 1_000_000);

  constructor() {
    super();
    follow(this, () => this.session, 'change');
    follow(this, () => historyOf(this.session), 'change');
    follow(
      this,
      () => this.session.left,
      'noted',
      ({ detail }) => this.#hear('http', detail),
    );
    follow(
      this,
      () => this.session.right,
      'noted',
      ({ detail }) => this.#hear('ws', detail),
    );
    follow(
      this,
      () => this.session.left,
      'change',
      () => this.#hearLeft(),
    );
    follow(
      this,
      () => this.session.right,
      'change',
      () => this.#hearRight(),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What becomes of a note while nobody listens will never be known here.
    this.#notes = this.#notes.filter(
      ({ http, ws }) => http.state !== 'under way' && ws.state !== 'under way',
    );
  }

  override render(): TemplateResult {
    return html`
      ${modes}
      <form @submit=${this.#submit} novalidate>
        <label>
          Your message (optional)
          <input
            autocomplete="off"
            aria-describedby="problem"
            aria-invalid=${this.#problem ? 'true' : 'false'}
            @input=${this.#check}
          />
        </label>
        <button>Send over both</button>
      </form>
      <p id="problem" class="bad small" translate="no">${this.#problem}</p>
      ${
        this.#notes.length === 0
          ? html`<p class="small muted">
              Click several times quickly while prices arrive, then find your notes under Messages.
            </p>`
          : this.#table()
      }
    `;
  }

  #table(): TemplateResult {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Notes">
        <table>
          <thead>
            <tr>
              <th scope="col">Note</th>
              <th scope="col" class="http">Ask: a new request each time ${seen('measured')}</th>
              <th scope="col" class="ws">Be told: up the open connection ${seen('measured')}</th>
            </tr>
          </thead>
          <tbody translate="no">
            ${this.#notes.map(
              (note) => html`
                <tr>
                  <th scope="row">${note.text}</th>
                  <td>${this.#fate(note, 'http')}</td>
                  <td>${this.#fate(note, 'ws')}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      <p class="small muted">Notes are real traffic: their bytes and requests count in this run’s numbers, too.</p>
    `;
  }

  #fate(note: SentNote, side: 'http' | 'ws'): TemplateResult | string {
    const { state, took } = note[side];
    if (state !== 'back') return FATES[state];
    const messages = historyOf(this.session).messages.filter(
      (m) => m.side === side && m.note === note.id,
    );
    const [there, back] = [messages[0], messages.at(-1)];
    return html`
      <b>returned in ${Math.round(took ?? 0)} ms</b>
      ${there && back && there !== back ? this.#wire(there, back) : nothing}
    `;
  }

  /** What the note's way there and back looked like on the wire. */
  #wire(there: Message, back: Message): TemplateResult {
    const cost = `${sizeOf(there)} B sent, ${sizeOf(back)} B received`;
    if (there.side === 'http') {
      const { busyText } = this.session.left.way;
      return html`<br />${cost}, on connection ${there.connection}${busyText ? `; ${busyText}` : nothing}`;
    }
    const meanwhile = historyOf(this.session).messages.filter(
      ({ side, seq, sent, received }) =>
        side === 'ws' &&
        seq !== undefined &&
        sent < (back.received ?? 0) &&
        (received ?? 0) > there.sent,
    ).length;
    return html`<br />${cost}; meanwhile ${meanwhile} ${meanwhile === 1 ? 'price' : 'prices'} arrived on the same connection`;
  }

  #check(): void {
    const length = [...this.#input.value].length;
    this.#problem =
      length > NOTE_LENGTH.max
        ? `A note has at most ${NOTE_LENGTH.max} characters; this one has ${length}. Shorten it.`
        : '';
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#check();
    if (this.#problem) {
      this.session.say(this.#problem);
      return;
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const text = this.#input.value.trim() || `capture ${this.#notes.length + 1}`;
    const waiting = (): Fate => ({ state: 'under way' });
    const note: SentNote = { id, text, sent: localNow(), http: waiting(), ws: waiting() };
    this.#notes = [note, ...this.#notes];
    this.#notes.length = Math.min(this.#notes.length, SHOWN);
    const sides: Side[] = [this.session.left, this.session.right];
    for (const side of sides) side.send({ id, text });
  }

  /** A note of its own connection ends with the run. */
  #hearLeft(): void {
    if (this.session.left.status.state === 'off') this.#disconnect('http');
  }

  /** A note on the line ends with the line. */
  #hearRight(): void {
    const { state } = this.session.right.status;
    if (state === 'closed' || state === 'off') this.#disconnect('ws');
  }

  #hear(side: 'http' | 'ws', { id, fate }: { id: number; fate: NoteFate }): void {
    const note = this.#notes.find((note) => note.id === id);
    if (!note) return;
    note[side] = fate === 'back' ? { state: fate, took: localNow() - note.sent } : { state: fate };
    this.requestUpdate();
  }

  #disconnect(side: 'http' | 'ws'): void {
    for (const note of this.#notes) {
      if (note[side].state === 'under way') note[side] = { state: 'lost' };
    }
    this.requestUpdate();
  }
}

/** The standard terms, each where it is seen on this page. */
const modes = html`
  <div class="modes">
    <div>
      <h4>One way only <small class="muted">simplex</small></h4>
      <p class="sketch" aria-hidden="true">● ──→ ●</p>
      <p>One side talks, the other can only listen: Server-Sent Events, once the answer has begun.</p>
    </div>
    <div>
      <h4>One after the other <small class="muted">half duplex</small></h4>
      <p class="sketch" aria-hidden="true">● ─⇄─ ●</p>
      <p>
        Both talk, but in turns: an HTTP/1.1 request and its answer. (The TCP connection below could
        carry both at once; it is the conversation that takes turns.)
      </p>
    </div>
    <div>
      <h4>Both at once <small class="muted">full duplex</small></h4>
      <p class="sketch" aria-hidden="true">● ⇄⇄⇄ ●</p>
      <p>Each side sends whenever it likes, even while the other is sending: the WebSocket.</p>
    </div>
  </div>
`;

declare global {
  interface HTMLElementTagNameMap {
    'duplex-exhibit': DuplexExhibit;
  }
}
