import { css, html, nothing, type TemplateResult } from 'lit';
import { damageInWords } from '../session/line-words.ts';
import { experiments } from '../settings/experiments.ts';
import { follow } from '../ui/follow.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';

/** A sentence on what stands in the way of the whole page, or what a link made us change. */
export class PageNotice extends SessionElement {
  static override styles = [
    base,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem 1rem;
        align-items: center;
        justify-content: space-between;
        padding: 0.5rem 0.9rem;
        border: 2px solid var(--line);
        border-inline-start-width: 8px;
        border-radius: 10px;
        background: var(--surface);
        font-weight: 600;
      }
      p {
        flex: 1 1 20rem;
        line-height: 1.3;
      }
      button {
        display: var(--control-display);
      }
      .bad {
        border-color: var(--fail);
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (session.lost) {
      return html`<div class="bad" translate="no"><p>${lostBecause(session.reachability.answers)} We’ll keep trying.</p></div>`;
    }
    const { damage, settings, notes, instruments } = session;
    if (instruments.trouble) {
      return html`<div class="bad" translate="no"><p>${instruments.trouble} Numbers show “—” until then.</p></div>`;
    }
    const sentences = [...notes];
    if (damage !== 'none') sentences.push(damageInWords[damage]);
    const canRepair = damage !== 'none' && settings.view !== 'embed';
    if (canRepair && settings.view === 'projector') sentences.push('Press X to repair it.');
    if (session.left.run.moved.recounted) {
      sentences.push(
        'Another counter has taken over: bytes that moved meanwhile are in no count of this run.',
      );
    }
    if (settings.paused) sentences.push('Display paused. Still counting.');
    const experiment = experiments.find(({ name }) => name === settings.experiment);
    if (experiment) sentences.push(`${experiment.name}: ${experiment.watch}`);
    if (sentences.length === 0) return nothing;
    return html`
      <div class=${damage === 'none' ? '' : 'bad'} translate="no">
        <p>${sentences.join(' ')}</p>
        ${
          canRepair
            ? html`<button @click=${() => session.commands.setDamage('none')}>Repair the line</button>`
            : nothing
        }
        ${
          experiment
            ? html`<button @click=${() => session.commands.backToNormal()}>Back to normal</button>`
            : nothing
        }
      </div>
    `;
  }
}

/** Why the instruments stand still, as far as is known from whether the server `answers` HTTP. */
function lostBecause(answers: boolean | undefined): string {
  if (answers === undefined) return 'The measurements have no connection, so numbers show “—”.';
  return answers
    ? 'The server answers HTTP, but the WebSocket for the measurements can’t be opened. Numbers show “—”. This network may block WebSockets.'
    : 'The server does not answer; numbers show “—” until it does. Is it still running?';
}

declare global {
  interface HTMLElementTagNameMap {
    'page-notice': PageNotice;
  }
}
