import { css, html, LitElement, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { base } from '../../ui/styles.ts';
import { codeInPath } from '../class-code.ts';
import { classKey } from '../class-key.ts';
import { ClassConnection } from '../connection/class-connection.ts';
import { Desk } from '../desk.ts';

/** `/class/CODE`: the screen in front or, with `?notes`, the instructor's notes. */
export class ClassPage extends LitElement {
  static override styles = [
    base,
    css`
      .center {
        display: grid;
        gap: 0.8rem;
        place-content: center;
        min-height: 100vh;
        padding: 1rem;
        text-align: center;
      }
      h1 {
        margin: 0;
        font-size: 1.6rem;
        line-height: 1.2;
      }
      p {
        max-width: 34rem;
      }
    `,
  ];

  @state() accessor #desk: Desk | undefined;
  readonly #notes = new URLSearchParams(location.search).has('notes');

  override connectedCallback(): void {
    super.connectedCallback();
    document.documentElement.dataset['view'] = this.#notes ? 'notes' : 'front';
    this.#open();
    // A link with a key, opened where the page is already, only changes the fragment.
    addEventListener('hashchange', () => this.#open());
  }

  #open(): void {
    const code = codeInPath(location.pathname);
    const key = code && classKey(code);
    if (!code || !key) return;
    this.#desk?.connection.leave();
    const role = this.#notes ? 'notes' : 'screen';
    const desk = new Desk(new ClassConnection({ code, role, key }));
    desk.addEventListener('change', () => this.requestUpdate());
    this.#desk = desk;
    desk.start();
  }

  override render(): TemplateResult {
    const desk = this.#desk;
    if (!desk) {
      return this.#message(
        'This screen needs its key',
        'Open the link that the server printed when the class began. It ends with #key=… and opens the class for you alone.',
      );
    }
    const { standing } = desk.connection;
    if (standing.state === 'refused') {
      return this.#message('This class can’t be opened', standing.rejection.sentence);
    }
    if (!desk.snapshot)
      return this.#message('Connecting…', 'If this stays: is the server running?');
    return this.#notes
      ? html`<class-notes .desk=${desk}></class-notes>`
      : html`<class-screen .desk=${desk}></class-screen>`;
  }

  #message(heading: string, sentence: string): TemplateResult {
    return html`
      <main class="center">
        <h1>${heading}</h1>
        <p role="status">${sentence}</p>
      </main>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'class-page': ClassPage;
  }
}
