import { css, html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';
import { base } from '../../ui/styles.ts';
import { screenStyles } from './screen-styles.ts';

/** Before the first round: how to get in, and who is here. */
export class ScreenLobby extends LitElement {
  static override styles = [
    base,
    screenStyles,
    css`
      :host {
        justify-content: space-evenly;
      }
      h1 {
        font-size: 2rem;
      }
      .here {
        display: flex;
        flex-wrap: wrap;
        gap: 0 2rem;
        align-items: baseline;
        justify-content: space-between;
        font-size: 1.3rem;
      }
      .here b {
        font-size: 1.8rem;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) accessor snapshot!: Snapshot;

  override render(): TemplateResult {
    const { members, rounds = [], plan } = this.snapshot;
    return html`
      <h1 tabindex="-1">Join with your phone</h1>
      <join-card .snapshot=${this.snapshot}></join-card>
      <p class="here" translate="no">
        <span><b>${members}</b> ${members === 1 ? 'phone is' : 'phones are'} here</span>
        <span class="muted">
          ${plan === 'ten-minutes' ? 'Four rounds, about ten minutes' : `${rounds.length} rounds`}
        </span>
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'screen-lobby': ScreenLobby;
  }
}
