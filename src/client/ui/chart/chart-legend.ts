import { css, html, LitElement, type TemplateResult } from 'lit';
import { base } from '../styles.ts';

/** Which line of the chart is which. */
export class ChartLegend extends LitElement {
  static override styles = [
    base,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1em;
        font-size: var(--small);
        color: var(--muted);
      }
      span {
        display: inline-flex;
        gap: 0.4em;
        align-items: center;
      }
      span::after {
        content: '';
        width: 1.8em;
        border-top: 0.1875rem solid var(--hue);
      }
      .true::after {
        border-top: 0.1875rem dashed var(--muted);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<p><span>shown</span><span class="true">true</span></p>`;
  }
}
