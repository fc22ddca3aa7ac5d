import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { HttpError } from '../../../../protocol/error.ts';
import { copy } from '../../../ui/copy.ts';
import { mono } from '../../../ui/exhibit-styles.ts';
import { save } from '../../../ui/save-file.ts';
import { SessionElement } from '../../../ui/session-element.ts';
import { base } from '../../../ui/styles.ts';

/** Takes the messages on the line along, as files that the server makes of them. */
export class MessageFiles extends SessionElement {
  static override styles = [
    base,
    mono,
    css`
      :host {
        display: var(--exhibit-list, block);
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
        padding-block: 0.5rem;
      }
    `,
  ];

  @state() accessor #told = '';
  /** Shown where it can't be copied. */
  @state() accessor #command = '';

  override render(): TemplateResult {
    return html`
      <div class="buttons" role="group" aria-label="Take the messages with you">
        <button @click=${() => this.#download('pcapng')}>Download .pcapng</button>
        <button @click=${() => this.#download('har')}>Download .har</button>
        ${
          location.protocol === 'https:'
            ? html`<button @click=${() => this.#download('keys')}>Download TLS keys</button>`
            : nothing
        }
        <button @click=${this.#copy}>Copy as a curl command</button>
        <span class="small" translate="no">${this.#told}</span>
      </div>
      ${this.#command ? html`<pre translate="no">${this.#command}</pre>` : nothing}
      <p class="small muted">
        The messages up to now, to take with you: .pcapng opens in Wireshark, .har in the network tools
        of most browsers. Bytes and times are real. The addresses and TCP headers in the .pcapng are
        made up. Both files contain all that your browser sent, cookies included.
        ${
          location.protocol === 'https:'
            ? 'They contain what was inside TLS, so Wireshark needs no keys for them. Of an HTTP/2 connection that began before you opened Messages it can’t read all headers: they are in the packets’ comments. If your browser warned you of the certificate, add -k to the curl command. The TLS keys, which are in the .pcapng too, let Wireshark decrypt a capture of your own. Begin it first, then open this page in a new private window: Wireshark needs each connection’s beginning.'
            : nothing
        }
      </p>
    `;
  }

  async #download(format: 'pcapng' | 'har' | 'keys'): Promise<void> {
    const { address, authorization } = this.session.line.capture(format);
    const response = await fetch(address, { headers: { authorization } }).catch(() => undefined);
    if (!response?.ok) return this.#tell(await whyNot(response));
    const disposition = response.headers.get('content-disposition') ?? '';
    const [, name = `messages.${format}`] = /filename="(.*)"/.exec(disposition) ?? [];
    save(name, await response.blob());
    this.#tell(`Downloaded ${name}.`);
  }

  async #copy(): Promise<void> {
    const { address, authorization } = this.session.line.capture('pcapng');
    const command = `curl -OJ -H "Authorization: ${authorization}" "${address}"`;
    const copied = await copy(command);
    this.#command = copied ? '' : command;
    this.#tell(
      copied
        ? 'Copied. It contains the secret of this tab.'
        : 'This browser lets a page copy only over https. Here is the command. It contains the secret of this tab.',
    );
  }

  #tell(sentence: string): void {
    this.#told = sentence;
    this.session.say(sentence);
  }
}

/** Why there is no file, in a sentence. */
async function whyNot(response: Response | undefined): Promise<string> {
  if (!response) return 'The server makes these files, and it can’t be reached now.';
  const body: Partial<HttpError> | null = await response.json().catch(() => null);
  return body?.message ?? `The server could not make the file (${response.status}).`;
}

declare global {
  interface HTMLElementTagNameMap {
    'message-files': MessageFiles;
  }
}
