import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { LATER, marksOf, placeOf } from '../../dots.ts';

/** The marks of the axis that all lanes share. */
export class DotAxis extends LitElement {
  static override styles = css`
    :host {
      position: relative;
      display: block;
      height: 1.4em;
      color: var(--muted);
      font-variant-numeric: tabular-nums;
    }
    span {
      position: absolute;
      white-space: nowrap;
      transform: translateX(-50%);
    }
    span:first-child,
    .later {
      transform: none;
    }
    .end {
      transform: translateX(-100%);
    }
  `;

  /** In ms. */
  @property({ type: Number }) accessor end = 1_000;

  override render(): TemplateResult {
    const marks = marksOf(this.end).filter((_, i) => i % 2 === 0);
    return html`
      ${marks.map(
        (mark) => html`
          <span
            class=${mark === this.end ? 'end' : ''}
            .style=${`left: ${placeOf(mark, this.end) * 100}%`}
          >
            ${mark === 0 ? 'news' : `${mark / 1000} s`}
          </span>
        `,
      )}
      <span class="later" .style=${`left: ${(1 - LATER) * 100}%`}>later</span>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dot-axis': DotAxis;
  }
}
