import { css, html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Session } from '../../session/session.ts';
import type { Side } from '../../session/side.ts';
import { dollars, seconds } from '../../ui/format.ts';
import { freshnessOf } from '../../ui/freshness-of.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';

/** How often a summary is spoken, in s; 0 is never. */
const EVERY = [0, 10, 30];

/** For those who can't watch: how both sides stand, in a sentence, when they want it. */
export class SpokenSummary extends SessionElement {
  static override styles = [
    base,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
      }
    `,
  ];

  @state() accessor #every = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  override render(): TemplateResult {
    return html`
      <div role="group" aria-label="Spoken summary">
        <span>Spoken summary</span>
        ${EVERY.map(
          (s) => html`
            <button aria-pressed=${this.#every === s} @click=${() => this.#repeat(s)}>
              ${s === 0 ? 'Off' : `Every ${s} s`}
            </button>
          `,
        )}
        <button @click=${this.#speak}>Say now</button>
      </div>
    `;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#repeat(this.#every);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  #repeat(s: number): void {
    clearInterval(this.#timer);
    this.#every = s;
    if (s > 0) this.#timer = setInterval(() => this.#speak(), s * 1000);
  }

  #speak(): void {
    const [ask, told] = this.session.sides.map((side) => describe(this.session, side));
    this.session.say(`Ask: ${ask}. Be told: ${told}.`);
  }
}

function describe(session: Session, side: Side): string {
  const { shown, score } = side.run;
  if (!shown) return 'no price yet';
  const freshness = freshnessOf(session, side);
  const { age, stale } = freshness ?? {};
  const known = stale ? `out of date for ${seconds(age)}` : 'up to date';
  const state = freshness ? known : 'freshness unknown';
  const { clock, measured, rtt } = session;
  if (!measured || score.waiting === undefined) return `${dollars(shown.price)}, ${state}`;
  const unseen = score.unseen(clock.now ?? 0, (rtt ?? 0) / 2);
  return `${dollars(shown.price)}, ${state}, missed ${unseen}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'spoken-summary': SpokenSummary;
  }
}
