import { css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { backInWords, lossOf } from '../../session/line-words.ts';
import type { Side } from '../../session/side.ts';
import { cardHeading } from '../../ui/card/heading.ts';
import { card } from '../../ui/card/styles.ts';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';

/** One side of a recorded run: the card of the live page, without what can be done there. */
export class ReplaySide extends SessionElement {
  static override styles = [
    base,
    card,
    css`
      .note {
        min-height: 1.3em;
      }
    `,
  ];

  @property({ attribute: false }) accessor side!: Side;

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
  }

  override render(): TemplateResult {
    const { session, side } = this;
    const { status } = side;
    const bad = status.state === 'closed' || status.state === 'failed';
    return html`
      ${cardHeading(session, side, ({ way }) => way.label)}
      <price-face .session=${session} .side=${side}></price-face>
      <p class="note ${bad ? 'bad' : ''}" translate="no">${stateOf(side)}</p>
      <price-chart .session=${session} .side=${side}></price-chart>
      <chart-legend></chart-legend>
    `;
  }
}

/** How it stood with the line, in a sentence. */
function stateOf({ status, way }: Side): string {
  switch (status.state) {
    case 'off':
      return 'Nothing was asked, and no line was open.';
    case 'hidden':
      return 'The tab was hidden, so the page closed its connection.';
    case 'failed':
      return status.why;
    case 'closed':
      return status.opened ? lossOf(status.code) : 'The connection could not be opened.';
    case 'answered':
      return 'The question has been answered.';
    case 'open':
      return backInWords(status.back) ?? 'The connection is open.';
    default:
      return way.statusText.asking ?? 'Asking…';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'replay-side': ReplaySide;
  }
}
