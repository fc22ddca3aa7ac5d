import { html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';
import { shortcuts } from '../../settings/shortcuts.ts';
import { base } from '../../ui/styles.ts';
import { typedKey } from '../../ui/typed-key.ts';
import { spacedCode } from '../class-code.ts';
import { actionOf } from '../steering.ts';
import { keepAwake } from '../ui/awake.ts';
import { DeskElement } from '../ui/desk-element.ts';
import { type DialogName, dialogContent } from './dialogs.ts';
import { frontStyles } from './front-styles.ts';
import { nextTheme, toggleFullScreen } from './look.ts';
import { screenStyles } from './screen-styles.ts';

/** The controls go so long after the mouse has moved, in ms. */
const CONTROLS_FOR = 4_000;

/** The screen in front of the class: everybody sees it, and the instructor steers from it. */
export class ClassScreen extends DeskElement {
  static override styles = [base, screenStyles, frontStyles];

  @state() accessor #dialog: DialogName | undefined;
  @state() accessor #awake = false;
  @query('dialog') accessor #box!: HTMLDialogElement;
  #sleeping: ReturnType<typeof setTimeout> | undefined;
  readonly #key = (event: KeyboardEvent) => this.#press(event);
  readonly #wake = () => this.#showControls();

  override connectedCallback(): void {
    super.connectedCallback();
    keepAwake();
    document.addEventListener('keydown', this.#key);
    document.addEventListener('pointermove', this.#wake);
    document.addEventListener('pointerdown', this.#wake);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#key);
    document.removeEventListener('pointermove', this.#wake);
    document.removeEventListener('pointerdown', this.#wake);
  }

  override render(): TemplateResult | typeof nothing {
    const { snapshot } = this.desk;
    if (!snapshot) return nothing;
    return html`
      <div class="front ${this.#awake ? 'awake' : ''}">
        ${this.#bar(snapshot)}
        <main>${this.#content(snapshot)}</main>
        <p class="said" role="status">${this.said}</p>
        ${this.#controls(snapshot)}
        <dialog aria-labelledby="dialog-title" @close=${this.#closed}>
          ${this.#dialog ? dialogContent(this.#dialog, this.desk, () => this.#box.close()) : nothing}
        </dialog>
      </div>
    `;
  }

  #bar({ phase, round, code, members, hidden }: Snapshot): TemplateResult {
    const lost = this.desk.connection.standing.state !== 'joined';
    const inRound = round && phase !== 'lobby' && phase !== 'summary' && phase !== 'ended';
    return html`
      <header>
        <p class="round">
          ${inRound ? html`<b>${round.number}</b> of ${round.of} · <b>${round.title}</b>` : html`<b>Ask or be told?</b>`}
        </p>
        ${lost && phase !== 'ended' ? html`<p class="lost">○ Connection lost. Coming back…</p>` : nothing}
        ${
          phase === 'lobby' || phase === 'ended'
            ? nothing
            : html`
                <p class="muted" translate="no">
                  ${members} ${members === 1 ? 'phone' : 'phones'}${hidden > 0 ? `, ${hidden} with the screen off` : ''}
                  · code ${spacedCode(code)}
                </p>
              `
        }
      </header>
    `;
  }

  #content(snapshot: Snapshot): TemplateResult {
    switch (snapshot.phase) {
      case 'lobby':
        return html`<screen-lobby .snapshot=${snapshot}></screen-lobby>`;
      case 'run':
        return html`
          <screen-run
            .snapshot=${snapshot}
            .clock=${this.desk.connection.clock}
            .landings=${this.desk.landings}
            .price=${this.desk.price}
          ></screen-run>
        `;
      case 'reveal':
        return html`<screen-reveal .snapshot=${snapshot}></screen-reveal>`;
      case 'summary':
        return html`<screen-summary .snapshot=${snapshot}></screen-summary>`;
      case 'ended':
        return html`
          <div class="over">
            <h1 tabindex="-1">The class is over</h1>
            <p>Thank you for taking part.</p>
          </div>
        `;
      default:
        return html`<screen-question .snapshot=${snapshot}></screen-question>`;
    }
  }

  #controls({ phase }: Snapshot): TemplateResult {
    const open = (name: DialogName) => () => this.#open(name);
    return html`
      <section class="controls" aria-label="Controls">
        <steer-buttons keys .desk=${this.desk}></steer-buttons>
        ${this.phaseButtons()}
        ${phase === 'summary' ? html`<button @click=${open('end')}>End the class</button>` : nothing}
        ${phase === 'ended' ? nothing : html`<button @click=${open('join')}>How to join<kbd aria-hidden="true">J</kbd></button>`}
        ${phase === 'ended' ? nothing : html`<button @click=${open('rounds')}>Rounds<kbd aria-hidden="true">R</kbd></button>`}
        <button @click=${toggleFullScreen}>Full screen<kbd aria-hidden="true">F</kbd></button>
        <button @click=${open('keys')}>Keys<kbd aria-hidden="true">?</kbd></button>
      </section>
    `;
  }

  #open(name: DialogName): void {
    this.#dialog = name;
    void this.updateComplete.then(() => this.#box.showModal());
  }

  readonly #closed = (): void => {
    // It is told a moment later: another may be open by then.
    if (!this.#box.open) this.#dialog = undefined;
  };

  #press(event: KeyboardEvent): void {
    const { snapshot } = this.desk;
    const key = typedKey(event);
    if (!key || !snapshot || event.defaultPrevented || event.repeat) return;
    if (key.length === 1 && !shortcuts.on) return;
    if (this.#box.open) {
      if (key !== 'j' || this.#dialog !== 'join') return;
      this.#box.close();
    } else if (!this.#act(key, snapshot)) return;
    event.preventDefault();
  }

  /** @returns whether the key does anything */
  #act(key: string, snapshot: Snapshot): boolean {
    const action = actionOf(key, snapshot);
    if (action) this.desk.steer(action);
    else if (key === 'j') this.#open('join');
    else if (key === 'r') this.#open('rounds');
    else if (key === '?') this.#open('keys');
    else if (key === 'f') toggleFullScreen();
    else if (key === 'c') nextTheme();
    else return false;
    return true;
  }

  #showControls(): void {
    this.#awake = true;
    clearTimeout(this.#sleeping);
    this.#sleeping = setTimeout(() => {
      this.#awake = false;
    }, CONTROLS_FOR);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'class-screen': ClassScreen;
  }
}
