import { css, html, type TemplateResult } from 'lit';
import { RATE } from '../../../protocol/limits.ts';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';

/** Rates that make a point, in price changes per second; 0 stands still. */
const RATES: [string, string][] = [
  ['0', 'Paused'],
  [String(RATE.min), '1 an hour'],
  [String(1 / 60), '1 a minute'],
  ['0.2', '1 in 5 s'],
  ['1', '1 a second'],
  ['2', '2'],
  ['10', '10'],
  ['50', '50 a second'],
];

/** The market's controls; it is the same market for everybody on this server. */
export class MarketPanel extends SessionElement {
  static override styles = [
    base,
    css`
      p {
        padding: var(--air, 0.5rem) 0;
      }
      button {
        margin-top: 0.5rem;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const { session } = this;
    if (!session.mayMoveMarket) {
      return html`<p>Only the instructor can change the market.</p>`;
    }
    return html`
      <p>
        The market, for everybody on this server: price changes per second.
        <small class="muted">simulated</small>
      </p>
      <choice-row
        label="Price changes per second"
        .options=${RATES}
        .value=${String(session.instruments.rate)}
        @choose=${({ detail }: CustomEvent<string>) => session.commands.setRate(Number(detail))}
      ></choice-row>
      <button translate="no" @click=${() => session.commands.news()}>News: ${session.left.symbol} jumps by 8&nbsp;%</button>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'market-panel': MarketPanel;
  }
}
