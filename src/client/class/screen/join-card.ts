import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';
import { base } from '../../ui/styles.ts';
import { spacedCode } from '../class-code.ts';
import { joinAddress, wifiCode, wifiName } from '../join-address.ts';
import { screenStyles } from './screen-styles.ts';

/** How to get in: a QR code, and an address and a code to type. */
export class JoinCard extends LitElement {
  static override styles = [
    base,
    screenStyles,
    css`
      :host {
        flex: none;
      }
      .card {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 2.2rem;
        align-items: center;
      }
      .main {
        width: min(60vh, 38vw);
        border: 1px solid var(--edge);
      }
      /* An instructor's own phone shows it, too. */
      @media (max-width: 37.5em) {
        .card {
          grid-template-columns: minmax(0, 1fr);
          gap: 1rem;
        }
        .main {
          width: min(40vh, 80vw);
        }
      }
      .words {
        display: grid;
        gap: 0.9rem;
        justify-items: start;
      }
      .typed {
        font-size: clamp(1.2rem, 3.4vw, 2rem);
        font-weight: 700;
        line-height: 1.15;
        overflow-wrap: anywhere;
      }
      .code {
        font-size: clamp(2.4rem, 8.4vw, 5rem);
        font-weight: 800;
        line-height: 1;
        letter-spacing: 0.03em;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .wifi {
        display: flex;
        gap: 1rem;
        align-items: center;
      }
      .wifi qr-code {
        flex: none;
        width: 16vh;
        border: 1px solid var(--edge);
      }
      .wrong {
        font-weight: 600;
        color: var(--fail);
      }
    `,
  ];

  @property({ attribute: false }) accessor snapshot!: Snapshot;

  override render(): TemplateResult {
    const { address, code } = this.snapshot;
    const { link, typed, scheme, unreachable } = joinAddress(new URL(location.href), address, code);
    const wifi = new URLSearchParams(location.search).get('wifi');
    return html`
      <div class="card">
        <qr-code class="main" text=${link} label="QR code of the address to join"></qr-code>
        <div class="words">
          <div>
            <p class="muted">Scan, or open</p>
            <p class="typed" translate="no"><span class="muted">${scheme}</span>${typed}</p>
          </div>
          <div>
            <p class="muted">Code</p>
            <p class="code" translate="no">${spacedCode(code)}</p>
          </div>
          ${
            unreachable
              ? html`
                  <p class="wrong">
                    Phones can’t open this address. Open the screen by this computer’s address on the
                    network.
                  </p>
                `
              : nothing
          }
          ${
            wifi
              ? html`
                  <div class="wifi">
                    <qr-code text=${wifiCode(wifi)} label="QR code of the Wi-Fi"></qr-code>
                    <p>No Wi-Fi yet? Scan this first: <b>${wifiName(wifi)}</b></p>
                  </div>
                `
              : html`<p>Same Wi-Fi as this computer</p>`
          }
        </div>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'join-card': JoinCard;
  }
}
