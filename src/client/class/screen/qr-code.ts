import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { encode } from 'uqr';

/** A QR code, dark on white in every theme: many phones read no other. */
export class QrCode extends LitElement {
  static override styles = css`
    :host {
      display: block;
      aspect-ratio: 1;
      background: #fff;
      border-radius: 0.6rem;
      overflow: hidden;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
      forced-color-adjust: none;
    }
  `;

  @property() accessor text = '';
  /** What it is, for those who can't see it. */
  @property() accessor label = 'QR code';

  override render(): TemplateResult {
    // Readers expect a quiet zone of four modules around it (ISO/IEC 18004).
    const { data, size } = encode(this.text, { ecc: 'M', border: 4 });
    const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? `M${x} ${y}h1v1h-1z` : [])));
    return html`
      <svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${this.label} shape-rendering="crispEdges">
        <rect width="100%" height="100%" fill="#fff"></rect>
        <path d=${dark.join('')} fill="#000"></path>
      </svg>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'qr-code': QrCode;
  }
}
