import { css, html, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { Side } from '../../session/side.ts';
import { follow } from '../follow.ts';
import { dollars, seconds, UNKNOWN } from '../format.ts';
import { type Freshness, freshnessOf } from '../freshness-of.ts';
import { SessionElement } from '../session-element.ts';
import { base, stripes } from '../styles.ts';

/** The bar is full at so many ms out of date. */
const FULL = 10_000;

/** A card lights up at most this often, in ms (WCAG 2.3.1 allows three flashes a second). */
const FLASH_EVERY = 500;

/** The price a side shows, and how right it is. */
export class PriceFace extends SessionElement {
  static override styles = [
    base,
    css`
      :host {
        border-radius: 10px;
      }
      .price {
        display: flex;
        align-items: baseline;
        gap: 0.12em;
        font-size: min(var(--price), 19cqi);
        font-weight: 700;
        line-height: 1.1;
        letter-spacing: -0.02em;
        font-variant-numeric: tabular-nums;
        border-radius: 8px;
      }
      .arrow {
        font-size: 0.4em;
        letter-spacing: 0;
      }
      .stale .price {
        color: var(--muted);
      }
      .state {
        display: flex;
        align-items: center;
        gap: 0.4em;
        min-height: 1.7em;
        font-weight: 600;
        line-height: 1.7;
        text-wrap: balance;
      }
      .mark {
        flex: none;
        display: inline-grid;
        line-height: 1;
        place-items: center;
        width: 1.25em;
        height: 1.25em;
        border-radius: 50%;
        color: var(--surface);
        background: var(--hue);
      }
      /* On one line with what stands at the other end. */
      .state :last-child {
        align-self: baseline;
      }
      .stale .state {
        color: var(--fail);
      }
      .stale .mark {
        background: var(--fail);
        border-radius: 4px;
      }
      .bar {
        height: 0.625rem;
        margin: 0.15rem 0 0.3rem;
        border-radius: 0.3125rem;
        background: var(--track);
        overflow: hidden;
      }
      .bar i {
        display: block;
        height: 100%;
        background: ${stripes(css`var(--fail)`, css`color-mix(in srgb, var(--fail) 55%, var(--surface))`)};
      }
      @media (forced-colors: active) {
        .bar {
          background: none;
          outline: 1px solid var(--line);
        }
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        column-gap: 0.4em;
        font-variant-numeric: tabular-nums;
      }
      /* Too narrow for the longest of both is too narrow for both cards: their bars stay level. */
      @container (max-width: 21.5em) {
        .line {
          display: block;
        }
      }
      @container (max-width: 12.8em) {
        .state {
          align-items: start;
          min-height: 2.8em;
          line-height: 1.3;
          font-size: var(--small);
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor side!: Side;

  @query('.price') accessor #price: HTMLElement | null = null;

  #last: number | undefined;
  #lastFlash = 0;

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
    follow(this, () => this.side, 'change', this.updateInFrame);
  }

  override render(): TemplateResult {
    const { shown } = this.side.run;
    const freshness = freshnessOf(this.session, this.side);
    const stale = freshness?.stale ?? false;
    return html`
      <div class=${stale ? 'stale' : ''} translate="no">
        <p class="price">
          <span>${dollars(shown?.price)}</span>
          <span class="arrow" aria-hidden="true">${this.#arrow}</span>
        </p>
        <div class="line">
          <p class="state">
            ${freshness ? html`<span class="mark" aria-hidden="true">${stale ? '✗' : '✓'}</span>` : nothing}
            <span>${this.#state(freshness)}</span>
          </p>
          <p class="small muted">
            Off by <b>${dollars(freshness?.offBy)}</b>
          </p>
        </div>
        <div class="bar" aria-hidden="true">
          <i .style=${`width: ${freshness?.stale ? Math.min(100, (freshness.age / FULL) * 100) : 0}%`}></i>
        </div>
      </div>
    `;
  }

  override updated(): void {
    const price = this.side.run.shown?.price;
    if (price !== undefined && price !== this.#last) this.#flash();
    this.#last = price;
  }

  /** Which way the price went last. */
  get #arrow(): string {
    const { shown, before } = this.side.run;
    if (!shown || before === undefined) return '';
    return shown.price > before ? '▲' : '▼';
  }

  #state(freshness: Freshness | undefined): string {
    if (this.session.settings.paused) return 'Paused';
    if (!freshness) return this.side.run.shown ? `Out of date for ${UNKNOWN}` : 'No price yet';
    const { age, stale } = freshness;
    if (stale) return `Out of date for ${seconds(age)}`;
    return age >= 50 ? `Up to date, ${seconds(age)} behind` : 'Up to date';
  }

  /** Lights the price up for a moment, unless that would be too often or is not wanted. */
  #flash(): void {
    const now = performance.now();
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const fast = this.session.instruments.rate > 2;
    if (still || fast || this.session.settings.paused || now - this.#lastFlash < FLASH_EVERY * 0.9)
      return;
    this.#lastFlash = now;
    const lit = getComputedStyle(this).getPropertyValue('--flash');
    this.#price?.animate(
      [
        { background: lit, offset: 0 },
        { background: lit, offset: 0.3 },
        { background: 'transparent', offset: 1 },
      ],
      { duration: 500 },
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'price-face': PriceFace;
  }
}
