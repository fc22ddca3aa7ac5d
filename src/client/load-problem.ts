import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Session } from './session.ts';
import { base } from './styles.ts';

/** Stands in the place of a part of the page that could not be loaded. Says `again` when that is wished. */
export class LoadProblem extends LitElement {
  static override styles = [
    base,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem 1rem;
        align-items: center;
        padding: 0.4rem 0;
        font-size: var(--small);
        line-height: 1.3;
      }
    `,
  ];

  /** What could not be loaded, as a sentence begins with it. */
  @property() accessor what = 'This part';

  override render(): TemplateResult {
    return html`
      <p translate="no">
        ${this.what} could not be loaded. Try again, or reload the page.
        <button @click=${() => this.dispatchEvent(new Event('again'))}>Try again</button>
      </p>
    `;
  }
}

/**
 * Says at the end of `place` that something could not be loaded, until it is tried again there.
 * Elsewhere it may have been tried, too: nothing is said twice.
 */
export function sayUnloaded(
  what: string,
  place: Element,
  session: Session,
  again: () => unknown,
): void {
  place.querySelector(':scope > load-problem')?.remove();
  const problem = document.createElement('load-problem');
  problem.what = what;
  problem.addEventListener('again', () => {
    problem.remove();
    again();
  });
  place.append(problem);
  session.say(`${what} could not be loaded.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'load-problem': LoadProblem;
  }
}
