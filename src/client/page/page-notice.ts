import { css, html, nothing, type TemplateResult } from 'lit';
import { readLink } from '../settings/link.ts';
import { follow } from '../ui/follow.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';
import { chosenExperiment } from './panels/experiments.ts';

/** A sentence on what stands in the way of the whole page, or what a link made us change. */
export class PageNotice extends SessionElement {
  static override styles = [
    base,
    css`
      p {
        padding: 0.5rem 0.9rem;
        border: 2px solid var(--line);
        border-left-width: 8px;
        border-radius: 10px;
        background: var(--surface);
        font-weight: 600;
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
      return html`<p class="bad" translate="no">${lostBecause(session.reachability.answers)} We’ll keep trying.</p>`;
    }
    const { damage, settings, notes } = session;
    const sentences = [...notes];
    if (damage === 'cut') sentences.push('The line is cut. Press X to repair it.');
    if (damage === 'stall') sentences.push('The line is stalled. Press X to repair it.');
    if (settings.paused) sentences.push('Display paused. Still counting.');
    const experiment = chosenExperiment(readLink());
    if (experiment) sentences.push(`${experiment.name}: ${experiment.watch}`);
    if (sentences.length === 0) return nothing;
    return html`<p class=${damage === 'none' ? '' : 'bad'} translate="no">${sentences.join(' ')}</p>`;
  }
}

/** Why the instruments stand still, as far as is known from whether the server `answers` HTTP. */
function lostBecause(answers: boolean | undefined): string {
  if (answers === undefined) return 'The instruments have no connection, so numbers show “—”.';
  return answers
    ? 'The server answers HTTP, but the instruments can’t open their WebSocket, so numbers show “—”. This network may block WebSockets.'
    : 'The server does not answer; numbers show “—” until it does. Is it still running?';
}

declare global {
  interface HTMLElementTagNameMap {
    'page-notice': PageNotice;
  }
}
