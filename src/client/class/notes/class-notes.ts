import { css, html, nothing, type TemplateResult } from 'lit';
import { query } from 'lit/decorators.js';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';
import { percent } from '../../ui/format.ts';
import { base } from '../../ui/styles.ts';
import { spacedCode } from '../class-code.ts';
import { DeskElement } from '../ui/desk-element.ts';

/** The phases, as an instructor calls them. */
const PHASES: Record<Snapshot['phase'], string> = {
  lobby: 'Phones are joining',
  predict: 'The question',
  vote: 'The vote is open',
  closed: 'The vote is closed',
  discuss: 'They talk',
  revote: 'The second vote is open',
  run: 'The phones run',
  reveal: 'The answer is shown',
  summary: 'The summary is shown',
  ended: 'The class is over',
};

/** The instructor's notes: what to say, what comes next, how the vote stands. Nobody else sees them. */
export class ClassNotes extends DeskElement {
  static override styles = [
    base,
    css`
      :host {
        --main-flex: 1 0 100%;
        display: flex;
        flex-direction: column;
        gap: 0.9rem;
        max-width: 40rem;
        min-height: 100vh;
        min-height: 100dvh;
        margin: 0 auto;
        padding: 0.6rem clamp(0.8rem, 4vw, 1.25rem) 1.25rem;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1rem;
        justify-content: space-between;
        font-size: var(--small);
        color: var(--muted);
        font-variant-numeric: tabular-nums;
      }
      .lost {
        font-weight: 600;
        color: var(--fail);
      }
      main {
        display: grid;
        flex: 1;
        gap: 0.9rem;
        align-content: start;
      }
      h1 {
        margin: 0;
        font-size: 1.5rem;
        line-height: 1.2;
      }
      h1:focus {
        outline: none;
      }
      .say {
        padding: 0.8rem 1rem;
        font-size: 1.2rem;
        line-height: 1.4;
        background: var(--surface);
        border-left: 8px solid var(--ws);
        border-radius: 10px;
      }
      .votes {
        font-variant-numeric: tabular-nums;
      }
      .votes b {
        font-size: 1.4rem;
      }
      .hint {
        padding: 0.5rem 0.9rem;
        font-weight: 600;
        border: 2px solid var(--ink);
        border-radius: 10px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.6rem;
        align-items: end;
      }
      label {
        display: grid;
        flex: 1;
        gap: 0.2rem;
        font-size: var(--small);
        color: var(--muted);
      }
      select {
        width: 100%;
      }
      .said {
        font-weight: 600;
      }
      section {
        position: sticky;
        bottom: 0;
        padding: 0.6rem 0;
        background: var(--ground);
      }
    `,
  ];

  @query('select') accessor #chosen!: HTMLSelectElement;

  override render(): TemplateResult | typeof nothing {
    const { snapshot } = this.desk;
    if (!snapshot) return nothing;
    const { phase, round, notes, hint, cutShort } = snapshot;
    return html`
      ${this.#bar(snapshot)}
      <main>
        <div>
          ${round ? html`<p class="muted">${round.number} of ${round.of} · ${round.title}</p>` : nothing}
          <h1 tabindex="-1">${PHASES[phase]}</h1>
        </div>
        ${notes ? html`<p class="say">${notes.say}</p>` : nothing}
        ${round && phase !== 'summary' && phase !== 'ended' ? this.#votes(snapshot) : nothing}
        ${cutShort ? html`<p class="hint">The server broke off the run. Nothing of it counts: run it again.</p>` : nothing}
        ${hint ? html`<p class="hint">Between one and two thirds were right: a talk will help most now.</p>` : nothing}
        ${notes ? html`<p class="muted">${notes.next}</p>` : nothing}
        ${this.#more(snapshot)}
      </main>
      <p class="said" role="status">${this.said}</p>
      <section aria-label="Controls">
        <steer-buttons .desk=${this.desk}></steer-buttons>
      </section>
    `;
  }

  #bar({ code, members, hidden, phase }: Snapshot): TemplateResult {
    const lost = this.desk.connection.standing.state !== 'joined' && phase !== 'ended';
    return html`
      <header>
        <span>Notes · class ${spacedCode(code)}</span>
        ${
          lost
            ? html`<span class="lost">○ Connection lost. Coming back…</span>`
            : html`<span>${members} ${members === 1 ? 'phone' : 'phones'}${hidden > 0 ? `, ${hidden} with the screen off` : ''}</span>`
        }
      </header>
    `;
  }

  #votes({ voted, members, notes }: Snapshot): TemplateResult {
    return html`
      <p class="votes" translate="no">
        <b>${voted}</b> of ${members} voted${notes?.right === undefined ? '' : html`, <b>${percent(notes.right)}</b> were right`}
      </p>
    `;
  }

  #more({ phase, rounds = [], round }: Snapshot): TemplateResult | typeof nothing {
    if (phase === 'ended') return nothing;
    return html`
      <div class="row">
        <label>
          Go to a round
          <select>
            ${rounds.map(
              ({ id, title }, i) => html`
                <option value=${id} ?selected=${id === round?.id}>${i + 1}. ${title}</option>
              `,
            )}
          </select>
        </label>
        <button @click=${() => this.desk.begin(this.#chosen.value)}>Begin it</button>
      </div>
      <div class="row">
        ${this.phaseButtons()}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'class-notes': ClassNotes;
  }
}
