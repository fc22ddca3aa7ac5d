import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { LATER, pile, placeOf } from '../../dots.ts';
import { median } from '../../landings.ts';

/** From so many dots on, they can't all stand apart. */
const CROWD = 25;

/** One way's dots, one a phone, on the axis that all ways share, with their median. */
export class DotLane extends LitElement {
  static override styles = css`
    :host {
      position: relative;
      display: block;
      height: var(--lane, 2.2em);
      border-bottom: 2px solid var(--line);
    }
    .later {
      position: absolute;
      inset: 0 0 0 auto;
      background: var(--track);
    }
    @media (forced-colors: active) {
      .later {
        background: none;
        border-left: 2px dashed var(--line);
      }
    }
    i {
      position: absolute;
      bottom: calc(var(--y) * (100% - var(--dot, 0.62em)));
      width: var(--dot, 0.62em);
      height: var(--dot, 0.62em);
      margin-left: calc(var(--dot, 0.62em) / -2);
      background: var(--hue);
      border: 1px solid var(--ground);
      border-radius: 50%;
    }
    /* Of so many, an outline would be all that is left. */
    .crowd {
      border-color: transparent;
      background-clip: padding-box;
    }
    :host(.ws) i {
      border-radius: 0;
      transform: rotate(45deg) scale(0.86);
    }
    b {
      position: absolute;
      top: 0;
      bottom: 0;
      width: 0.16em;
      margin-left: -0.08em;
      background: var(--ink);
    }
    @media (prefers-reduced-motion: no-preference) {
      i {
        animation: land 200ms ease-out;
      }
      @keyframes land {
        from {
          opacity: 0;
          translate: 0 -1em;
        }
      }
    }
  `;

  /** In rising order, in ms. */
  @property({ attribute: false }) accessor times: readonly number[] = [];
  /** Where the axis ends, in ms. */
  @property({ type: Number }) accessor end = 1_000;

  override render(): TemplateResult {
    const middle = median(this.times);
    const crowd = this.times.length > CROWD ? 'crowd' : '';
    return html`
      <span class="later" .style=${`width: ${LATER * 100}%`}></span>
      ${pile(this.times, this.end).map(
        ({ x, y }) => html`<i class=${crowd} .style=${`left: ${x * 100}%; --y: ${y}`}></i>`,
      )}
      ${middle === undefined ? nothing : html`<b .style=${`left: ${placeOf(middle, this.end) * 100}%`}></b>`}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dot-lane': DotLane;
  }
}
