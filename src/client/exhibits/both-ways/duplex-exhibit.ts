import { html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import type { SideName } from '../../../protocol/tab.ts';
import { localNow } from '../../session/clock.ts';
import { seen } from '../../ui/exhibit-styles.ts';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base, tables } from '../../ui/styles.ts';
import type { NoteFate } from '../../ways/way.ts';
import { historyOf } from '../messages/message-history.ts';
import { duplexStyles } from './duplex-styles.ts';
import { modeStyles, modes } from './modes.ts';
import { FATES, problemOf, type SentNote, SentNotes, wireOf } from './notes.ts';

/** "Both ways": send while receiving, over HTTP and over the WebSocket at the same moment. */
export class DuplexExhibit extends SessionElement {
  static override styles = [base, tables, modeStyles, duplexStyles];

  @state() accessor #problem = '';
  @query('input') accessor #input!: HTMLInputElement;

  readonly #notes = new SentNotes();

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
    this.#notes.forgetUnknown();
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
        this.#notes.all.length === 0
          ? html`<p class="small muted hint">
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
            ${this.#notes.all.map(
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

  #fate(note: SentNote, side: SideName): TemplateResult | string {
    const { state, took } = note[side];
    if (state !== 'back') return FATES[state];
    const wire = wireOf(
      note,
      side,
      historyOf(this.session).messages,
      this.session.left.way.busyText,
    );
    return html`
      <b>returned in ${Math.round(took ?? 0)} ms</b>
      ${wire ? html`<br />${wire}` : nothing}
    `;
  }

  #check(): void {
    this.#problem = problemOf(this.#input.value);
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#check();
    if (this.#problem) {
      this.session.say(this.#problem);
      return;
    }
    const note = this.#notes.add(this.#input.value.trim(), localNow());
    for (const side of this.session.sides) side.send(note);
    this.requestUpdate();
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

  #hear(side: SideName, { id, fate }: { id: number; fate: NoteFate }): void {
    this.#notes.hear(side, id, fate, localNow());
    this.requestUpdate();
  }

  #disconnect(side: SideName): void {
    this.#notes.lose(side);
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'duplex-exhibit': DuplexExhibit;
  }
}
