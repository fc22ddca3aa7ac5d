import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Side } from '../session/side.ts';
import { follow } from '../ui/follow.ts';
import { dollars, seconds } from '../ui/format.ts';
import { freshnessOf } from '../ui/freshness-of.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';

/** Here the lesson's strip leaves no room for the cards. */
const narrow = matchMedia('(max-width: 50em), (max-height: 25em)');

/** With less than this share of its face in view, a price can't be read. */
const ENOUGH = 0.9;

/** Both prices in one slim line at the top, once the cards are scrolled out of view. */
export class PriceBar extends SessionElement {
  static override styles = [
    base,
    css`
      div {
        position: fixed;
        z-index: 2;
        inset: 0 0 auto;
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.6rem;
        padding: 0.3rem clamp(0.6rem, 2.5vw, 2rem);
        background: var(--ground);
        border-bottom: 2px solid var(--line);
        font-weight: 700;
        font-variant-numeric: tabular-nums;
      }
      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.5em;
        align-items: baseline;
        align-content: start;
        padding-inline-start: 0.5rem;
        border-inline-start: 5px solid var(--hue);
      }
      .http {
        --hue: var(--http);
      }
      .ws {
        --hue: var(--ws);
      }
      small {
        font-weight: 600;
      }
      @media (max-width: 34em) and (min-height: 25.01em) {
        /* On a line of its own at any price, or what is below would jump. */
        .age {
          flex-basis: 100%;
        }
      }
      @media (max-width: 22em) {
        div {
          gap: 0.3rem;
          font-size: var(--small);
        }
        p {
          column-gap: 0.3em;
          padding-inline-start: 0.3rem;
        }
        small {
          font-size: 0.9em;
        }
      }
      @media (max-width: 16em) {
        div {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      @media (max-height: 25em), (max-width: 16em) {
        div {
          gap: 0 0.6rem;
          padding-block: 0.1rem;
          font-size: var(--tiny);
          line-height: 1.25;
        }
        small {
          font-size: 1em;
        }
      }
      .name {
        max-width: 100%;
        overflow: hidden;
        color: var(--hue);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .stale .age {
        color: var(--fail);
      }
    `,
  ];

  @state() accessor #needed = false;

  /** The cards' prices, which this stands in for. */
  readonly #seen = new Set<Element>();
  readonly #observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        if (intersectionRatio >= ENOUGH) this.#seen.add(target);
        else this.#seen.delete(target);
      }
      this.#needed = this.#seen.size < 2;
    },
    // A price further down still lies ahead, and this would only cover what stands above it.
    { threshold: ENOUGH, rootMargin: '0px 0px 100000px 0px' },
  );

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
    const room = () => narrow;
    follow(this, room, 'change');
  }

  override updated(): void {
    // To observe again what is observed already changes nothing.
    for (const card of document.querySelectorAll('http-ticker, websocket-ticker')) {
      const face = card.shadowRoot?.querySelector('price-face');
      if (face) this.#observer.observe(face);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override render(): TemplateResult | typeof nothing {
    const { left, right, settings } = this.session;
    const covered = settings.step !== undefined && narrow.matches;
    if (!this.#needed && !covered) return nothing;
    // A screen reader has the cards themselves.
    return html`
      <div aria-hidden="true" translate="no">
        ${this.#side('http', left)} ${this.#side('ws', right)}
      </div>
    `;
  }

  #side(hue: string, side: Side): TemplateResult {
    const freshness = freshnessOf(this.session, side);
    return html`
      <p class="${hue} ${freshness?.stale ? 'stale' : ''}">
        <small class="name">${side.way.heading}</small> ${dollars(side.run.shown?.price)}
        <small class="age">${freshness ? (freshness.stale ? `✗ ${seconds(freshness.age)} old` : '✓') : '\u00a0'}</small>
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'price-bar': PriceBar;
  }
}
