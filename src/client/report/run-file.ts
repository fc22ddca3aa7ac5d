import { css, html, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { sizeOf } from '../exhibits/messages/message.ts';
import { historyOf } from '../exhibits/messages/message-history.ts';
import { openFile, openLink } from '../exhibits/replay/open-run.ts';
import { record, whyUnsaved } from '../recording/recorder.ts';
import type { RecordedMessage } from '../recording/recording.ts';
import type { Session } from '../session/session.ts';
import { saveText } from '../ui/save-file.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';

/** A run of the page's defaults, made by `npm run record`. */
const EXAMPLE = '/recorded/press.json';

/** Saves the run that is on as a file, and opens such files. */
export class RunFile extends SessionElement {
  static override styles = [
    base,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
        margin-block: 0.5rem;
      }
    `,
  ];

  @state() accessor #told = '';

  @query('input') accessor #picker!: HTMLInputElement;

  override render(): TemplateResult {
    return html`
      <div role="group" aria-label="A run as a file">
        <button @click=${this.#save}>Save this run</button>
        <button @click=${() => this.#picker.click()}>Open a saved run</button>
        <button @click=${() => openLink(EXAMPLE)}>Replay an example</button>
        <input type="file" accept=".json,application/json" aria-label="A saved run" hidden @change=${this.#open} />
        <span class="small" translate="no">${this.#told}</span>
      </div>
      <p class="small muted">
        A saved run can be replayed moment by moment, also without the server: open it here, or drop it
        anywhere on this page. It holds every price, what each side showed and when, and your browser’s
        name and version; of messages only their times and sizes, and only if you have opened “Messages” or
        another part that shows them.
      </p>
    `;
  }

  readonly #save = () => {
    const why = whyUnsaved(this.session);
    if (!why) saveText('ask-or-be-told-run.json', 'application/json', runOf(this.session));
    this.#told = why ?? 'Downloaded ask-or-be-told-run.json.';
    this.session.say(this.#told);
  };

  readonly #open = () => {
    const [file] = this.#picker.files ?? [];
    if (file) void openFile(file);
    // The same file may be wanted again.
    this.#picker.value = '';
  };
}

function runOf(session: Session): string {
  const recording = record(session, {
    day: new Date().toISOString().slice(0, 10),
    browser: navigator.userAgent,
    messages: session.line.messages ? messagesOf(session) : null,
  });
  return `${JSON.stringify(recording)}\n`;
}

/** The messages on the line, without what they say. */
const messagesOf = (session: Session): RecordedMessage[] =>
  historyOf(session).messages.map((message) => {
    const { side, connection, kind, direction, sent, received, lost } = message;
    return { side, connection, kind, direction, sent, received, lost, bytes: sizeOf(message) };
  });

declare global {
  interface HTMLElementTagNameMap {
    'run-file': RunFile;
  }
}
