import { css, html, type TemplateResult } from 'lit';
import type { Journey } from '../../measure/latency.ts';
import type { Run } from '../../session/runs/run.ts';
import { whyUnmeasured } from '../../session/unmeasured.ts';
import { type Part, partsOf, partsStyles, type Row } from '../../ui/comparison-table.ts';
import { seen } from '../../ui/exhibit-styles.ts';
import { follow } from '../../ui/follow.ts';
import { milliseconds } from '../../ui/format.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';

const PARTS: Part<keyof Journey>[] = [
  [
    'unasked',
    'hatched',
    'Waiting to be asked',
    'the price was true, but no request was on its way and no connection open',
  ],
  ['underWay', 'solid', 'On the way', 'request and answer, or the message; added delay included'],
  ['drawing', 'pale', 'Drawing', 'in the browser, until the frame was shown'],
];

/** Why a price is old when it is seen: what it waited for on its way to the screen. */
export class PriceJourney extends SessionElement {
  static override styles = [
    base,
    partsStyles,
    css`
      p {
        max-width: var(--column, 46rem);
        margin-block: 0.3rem;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const { measured } = this.session;
    if (!measured) return html`<p translate="no">${whyUnmeasured(this.session)}</p>`;
    const [left, right] = [this.session.left.run, this.session.right.run];
    const [asked, told] = [left.journeys.mean, right.journeys.mean];
    return html`
      <h4>From the price change to your screen, on average ${seen('measured')}</h4>
      ${partsOf(
        PARTS,
        asked,
        told,
        [
          {
            name: 'All',
            note: 'how old a price was when you first saw it',
            left: sum(asked),
            right: sum(told),
          },
          quantile(left, right, 0.5, 'Typical (median)', 'half took longer than this'),
          quantile(left, right, 0.95, 'Slowest 5 %', 'took longer than this'),
        ],
        'Where the prices lost time',
        milliseconds,
      )}
      <p class="small muted" translate="no">
        Based on the prices that reached the screen in this run: ${left.journeys.count} by asking and
        ${right.journeys.count} by being told (the newest 1,000 at most).
        ${
          this.session.left.way.controls === 'interval'
            ? 'A timer in step with the price changes catches each one at the same age. At another market pace it would not.'
            : ''
        }
        ${left.journeys.count === 0 && this.session.left.way.controls === 'button' ? 'Press Get price, or let the Ask side ask by itself.' : ''}
      </p>
    `;
  }
}

const sum = (journey: Journey | undefined) =>
  journey && journey.unasked + journey.underWay + journey.drawing;

function quantile(
  { journeys: left }: Run,
  { journeys: right }: Run,
  share: number,
  name: string,
  note: string,
): Row {
  return { name, note, left: left.quantile(share), right: right.quantile(share) };
}

declare global {
  interface HTMLElementTagNameMap {
    'price-journey': PriceJourney;
  }
}
