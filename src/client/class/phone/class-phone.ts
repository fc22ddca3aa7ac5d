import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import type { Phase } from '../../../protocol/class/round.ts';
import { base } from '../../ui/styles.ts';
import { codeInPath, spacedCode } from '../class-code.ts';
import { ClassConnection } from '../connection/class-connection.ts';
import { tokens } from '../connection/token-store.ts';
import { Phone } from '../phone.ts';
import { keepAwake } from '../ui/awake.ts';
import { focusHeading } from '../ui/focus-heading.ts';
import { hueOf } from '../way-words.ts';
import { phoneStyles } from './phone-styles.ts';
import { lobby, over, replaced } from './phone-words.ts';
import { shellStyles } from './shell-styles.ts';

/** The phone's page: a form until it has joined, then whatever the class does. */
export class ClassPhone extends LitElement {
  static override styles = [base, phoneStyles, shellStyles];

  @state() accessor #phone: Phone | undefined;
  /** Why the class did not let this phone in. */
  @state() accessor #refused = '';
  @state() accessor #said = '';
  #code = codeInPath(location.pathname);
  #phase: Phase | undefined;
  #awake = false;

  @query('main') accessor #main!: HTMLElement;

  override connectedCallback(): void {
    super.connectedCallback();
    // Whoever was here before comes back without being asked.
    if (this.#code && tokens.recall(this.#code)) this.#join(this.#code);
  }

  /**
   * The page is dark in a run until the phone shows the news. Then it is bright, set with the price and
   * so painted in the same frame.
   */
  override willUpdate(): void {
    const { snapshot, running } = this.#phone ?? {};
    const hue = snapshot?.phase === 'run' && (running ? hueOf(running.task.way) : 'none');
    if (hue) this.setAttribute('running', hue);
    else this.removeAttribute('running');
    this.toggleAttribute('bright', hue !== false && running?.knows === true);
  }

  override render(): TemplateResult {
    const snapshot = this.#phone?.snapshot;
    return html`
      ${this.#phone ? this.#bar(this.#phone) : nothing}
      <main class=${snapshot?.phase ?? ''}>
        ${
          this.#phone
            ? this.#inClass(this.#phone)
            : html`
                <join-form
                  .code=${this.#code ?? ''}
                  .refused=${this.#refused}
                  @join=${({ detail }: CustomEvent<string>) => this.#join(detail)}
                ></join-form>
              `
        }
      </main>
      <p class="said ${this.#phone ? '' : 'hidden'}" role="status">${this.#said}</p>
    `;
  }

  override updated(): void {
    const phase = this.#phone?.snapshot?.phase;
    if (phase === this.#phase) return;
    const before = this.#phase;
    this.#phase = phase;
    // The vote opens under the question that has been read already.
    if (phase && !(before === 'predict' && phase === 'vote')) void focusHeading(this.#main);
  }

  #join(code: string): void {
    this.#code = code;
    this.#refused = '';
    const connection = new ClassConnection({ code, role: 'phone' }, tokens);
    const phone = new Phone(connection);
    phone.addEventListener('change', () => this.#follow(phone));
    phone.addEventListener('say', ({ detail }) => {
      this.#said = detail;
    });
    // A reload shall come back to this class.
    history.replaceState(null, '', `/j/${code}`);
    this.#phone = phone;
    this.#awake ||= keepAwake();
    phone.start();
  }

  #follow(phone: Phone): void {
    const { standing } = phone.connection;
    if (standing.state === 'refused' && standing.rejection.code !== 'replaced') {
      phone.end();
      this.#refused = standing.rejection.sentence;
      this.#phone = undefined;
    }
    // What was said of the phase before concerns nobody now.
    if (phone.snapshot?.phase !== this.#phase) this.#said = '';
    this.requestUpdate();
  }

  #bar({ connection, snapshot }: Phone): TemplateResult | typeof nothing {
    const { state } = connection.standing;
    if (!snapshot || state === 'refused' || snapshot.phase === 'ended') return nothing;
    return html`
      <header class="bar">
        <span>Class <b>${spacedCode(connection.membership.code)}</b></span>
        ${
          state === 'lost'
            ? html`<span class="lost" translate="no">○ Connection lost. Coming back…</span>`
            : html`<span>● Connected</span>`
        }
      </header>
      ${snapshot.away ? html`<p class="away" translate="no">The screen in front is away for a moment. Your answers count.</p>` : nothing}
      ${snapshot.cutShort ? html`<p class="away">The server broke off the run. Nothing of it counts. Your class can run it again.</p>` : nothing}
    `;
  }

  #inClass(phone: Phone): TemplateResult {
    const { connection, snapshot } = phone;
    if (connection.standing.state === 'refused') return replaced(() => connection.renew());
    switch (snapshot?.phase) {
      case undefined:
        return html`<div class="center"><h1 tabindex="-1">Joining…</h1></div>`;
      case 'lobby':
        return lobby(this.#awake, () => this.requestUpdate());
      case 'run':
        return html`<phone-run-view .phone=${phone}></phone-run-view>`;
      case 'reveal':
        return html`<phone-reveal .phone=${phone}></phone-reveal>`;
      case 'summary':
      case 'ended':
        return over(snapshot.phase);
      default:
        return html`<phone-question .phone=${phone}></phone-question>`;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'class-phone': ClassPhone;
  }
}
