import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { WayId } from '../../../protocol/class/round.ts';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';
import type { ServerClock } from '../../session/clock.ts';
import { dollars } from '../../ui/format.ts';
import { base } from '../../ui/styles.ts';
import { axisEnd } from '../dots.ts';
import { afterNews } from '../findings.ts';
import { type Landings, median } from '../landings.ts';
import { hueOf, wayWords } from '../way-words.ts';
import { screenStyles } from './screen-styles.ts';

type Spread = NonNullable<Snapshot['spread']>;

/** How often the clock is painted anew, in ms. */
const PAINT_EVERY = 250;

/** A run as the room sees it: a dot for each phone that has shown the news. */
export class ScreenRun extends LitElement {
  static override styles = [
    base,
    screenStyles,
    css`
      :host {
        --lane: clamp(2.2em, 11.5vh, 4.2em);
        --dot: 0.8em;
      }
      table {
        width: 100%;
      }
      th,
      td {
        padding: 0.25rem 0.6rem 0.25rem 0;
        text-align: left;
        vertical-align: bottom;
        white-space: nowrap;
      }
      tbody th {
        color: var(--hue);
      }
      .dots {
        width: 100%;
        padding: 0.25rem 0.6rem;
      }
      .number {
        min-width: 5.2em;
        text-align: right;
      }
      .spread {
        font-size: 1.2rem;
      }
      .spread :is(th, td) {
        padding-block: 0.45rem;
      }
      .spread .number {
        padding-right: 2rem;
      }
      .spread td:last-child {
        width: 100%;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 0 2rem;
        align-items: baseline;
        justify-content: space-between;
      }
      .truth span {
        color: var(--muted);
      }
      .truth b {
        font-size: 2.4rem;
        line-height: 1;
        font-variant-numeric: tabular-nums;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        gap: 0 2rem;
        justify-content: space-between;
        margin-top: auto;
        font-size: 1.3rem;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .cut {
        padding: 0.4rem 1rem;
        font-size: 1.3rem;
        font-weight: 600;
        color: var(--fail);
        border: 3px dashed var(--fail);
        border-radius: 0.6rem;
      }
    `,
  ];

  @property({ attribute: false }) accessor snapshot!: Snapshot;
  @property({ attribute: false }) accessor clock!: ServerClock;
  @property({ attribute: false }) accessor landings!: Landings;
  /** The true price now, in dollars; undefined while it can't be known. */
  @property({ attribute: false }) accessor price: number | undefined;
  #painting: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#painting = setInterval(() => this.requestUpdate(), PAINT_EVERY);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#painting);
  }

  override render(): TemplateResult | typeof nothing {
    const { round, news, cut, spread = [] } = this.snapshot;
    if (!round) return nothing;
    const times = new Map(spread.map(({ way }) => [way, this.#times(way)]));
    const end = axisEnd([...times.values()].flat());
    const know = [...times.values()].flat().length;
    const phones = spread.reduce((sum, { n }) => sum + n, 0);
    return html`
      <div class="head">
        <h1 tabindex="-1">${news === undefined ? 'Watch your phone' : 'News! Who knows first?'}</h1>
        <p class="truth" translate="no"><span>True price now</span> <b>${dollars(this.price)}</b></p>
      </div>
      ${cut ? html`<p class="cut">✕ The line is cut. No price gets through.</p>` : nothing}
      ${news === undefined ? this.#spread(spread) : this.#landed(spread, times, end)}
      <p class="foot" translate="no">
        <span>${news === undefined ? `${phones} ${phones === 1 ? 'phone takes' : 'phones take'} part` : `${know} of ${phones} phones know`}</span>
        <span>${this.#left()}</span>
      </p>
    `;
  }

  /** Before there is news: who does what. */
  #spread(spread: Spread): TemplateResult {
    return html`
      <table class="spread">
        <thead>
          <tr><th scope="col">Way</th><th scope="col" class="number">Phones</th><th scope="col">They</th></tr>
        </thead>
        <tbody>
          ${spread.map(
            ({ way, n }) => html`
              <tr class=${hueOf(way)}>
                <th scope="row">${wayWords(way).name}</th>
                <td class="number">${n}</td>
                <td>${wayWords(way).they}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    `;
  }

  #landed(
    spread: Spread,
    times: ReadonlyMap<WayId, readonly number[]>,
    end: number,
  ): TemplateResult {
    return html`
      <table>
        <thead>
          <tr>
            <th scope="col">Way</th>
            <th scope="col" class="dots">A dot for each phone that knows</th>
            <th scope="col" class="number">Know</th>
            <th scope="col" class="number">Median</th>
          </tr>
        </thead>
        <tbody>
          ${spread.map(({ way, n }) => this.#row(way, n, times.get(way) ?? [], end))}
          <tr aria-hidden="true">
            <td></td>
            <td class="dots"><dot-axis end=${end}></dot-axis></td>
            <td></td>
            <td></td>
          </tr>
        </tbody>
      </table>
    `;
  }

  #row(way: WayId, n: number, times: readonly number[], end: number): TemplateResult {
    const hue = hueOf(way);
    return html`
      <tr class=${hue}>
        <th scope="row">${wayWords(way).name}</th>
        <td class="dots" aria-hidden="true">
          <dot-lane class=${hue} .times=${times} end=${end}></dot-lane>
        </td>
        <td class="number">${times.length} of ${n}</td>
        <td class="number">${afterNews(median(times))}</td>
      </tr>
    `;
  }

  /** Those of this news: what still lands of the last is no concern of it. */
  #times(way: WayId): readonly number[] {
    const { step, news } = this.snapshot;
    return this.landings.isOf(step, news) ? this.landings.of(way) : [];
  }

  #left(): string {
    const { until } = this.snapshot;
    const { now } = this.clock;
    if (until === undefined || now === undefined) return '';
    const left = Math.max(0, Math.ceil((until - now) / 1000));
    return left > 0 ? `${left} s left` : 'Adding up…';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'screen-run': ScreenRun;
  }
}
