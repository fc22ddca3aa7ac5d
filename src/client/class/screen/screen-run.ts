import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Snapshot, WayId } from '../../../protocol/class.ts';
import type { ServerClock } from '../../session/clock.ts';
import { base } from '../../ui/styles.ts';
import { axisEnd } from '../dots.ts';
import { afterNews } from '../findings.ts';
import { type Landings, median } from '../landings.ts';
import { hueOf, wayWords } from '../way-words.ts';
import { screenStyles } from './screen-styles.ts';

/** How often the clock is painted anew, in ms. */
const PAINT_EVERY = 250;

/** A run as the room sees it: a dot for each phone that has shown the news. */
export class ScreenRun extends LitElement {
  static override styles = [
    base,
    screenStyles,
    css`
      :host {
        --lane: clamp(2.2em, 10vh, 3.4em);
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
      <h1 tabindex="-1">${news === undefined ? 'Watch your phone' : 'News! Who knows first?'}</h1>
      ${cut ? html`<p class="cut">✕ The line is cut. No price gets through.</p>` : nothing}
      <table>
        <thead>
          <tr>
            <th scope="col">Way</th>
            <th scope="col" class="number">Phones</th>
            <th scope="col" class="dots">${news === undefined ? '' : 'A dot for each phone that knows'}</th>
            <th scope="col" class="number">${news === undefined ? '' : 'Know'}</th>
            <th scope="col" class="number">${news === undefined ? '' : 'Median'}</th>
          </tr>
        </thead>
        <tbody>
          ${spread.map(({ way, n }) => this.#row(way, n, times.get(way) ?? [], end))}
          ${
            news === undefined
              ? nothing
              : html`<tr aria-hidden="true"><td></td><td></td><td class="dots"><dot-axis end=${end}></dot-axis></td></tr>`
          }
        </tbody>
      </table>
      <p class="foot" translate="no">
        <span>${news === undefined ? `${phones} phones take part` : `${know} of ${phones} phones know`}</span>
        <span>${this.#left()}</span>
      </p>
    `;
  }

  #row(way: WayId, n: number, times: readonly number[], end: number): TemplateResult {
    const hue = hueOf(way);
    const told = this.snapshot.news !== undefined;
    return html`
      <tr class=${hue}>
        <th scope="row">${wayWords(way).name}</th>
        <td class="number">${n}</td>
        <td class="dots" aria-hidden="true">
          ${told ? html`<dot-lane class=${hue} .times=${times} end=${end}></dot-lane>` : nothing}
        </td>
        <td class="number">${told ? `${times.length} of ${n}` : ''}</td>
        <td class="number">${told ? afterNews(median(times)) : ''}</td>
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
