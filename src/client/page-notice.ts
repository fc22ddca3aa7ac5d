import { css, html, nothing, type TemplateResult } from 'lit';
import { SessionElement } from './element.ts';
import { chosenExperiment } from './experiments.ts';
import { base } from './styles.ts';

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

  protected follows(): [EventTarget, ...string[]][] {
    return [[this.session, 'change']];
  }

  override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (session.lost) {
      return html`<p class="bad">
        The server does not answer, so the instruments stand still. Is it still running? We keep trying.
      </p>`;
    }
    if (session.damage !== 'none') {
      return html`<p class="bad">
        ${session.damage === 'cut' ? 'The line is cut.' : 'The line is stalled.'} Press X to mend it.
      </p>`;
    }
    if (session.settings.paused) return html`<p>Paused view. Counting goes on.</p>`;
    if (session.referee.rate === 0 && session.refereed) {
      return html`<p>The market stands still. No price changes until it moves again.</p>`;
    }
    const experiment = chosenExperiment(new URLSearchParams(location.search));
    if (experiment) return html`<p>${experiment.name}: ${experiment.watch}</p>`;
    return session.notes.length > 0 ? html`<p>${session.notes.join(' ')}</p>` : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'page-notice': PageNotice;
  }
}
