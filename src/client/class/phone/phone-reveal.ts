import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Score } from '../../../protocol/class/score.ts';
import type { Snapshot } from '../../../protocol/class/snapshot.ts';
import { follow } from '../../ui/follow.ts';
import { bytes, percent, UNKNOWN } from '../../ui/format.ts';
import { base } from '../../ui/styles.ts';
import { afterNews } from '../findings.ts';
import type { Phone } from '../phone.ts';
import { hueOf, wayWords } from '../way-words.ts';
import { phoneStyles } from './phone-styles.ts';

/** What was right, what this phone measured, and why. */
export class PhoneReveal extends LitElement {
  static override styles = [
    base,
    phoneStyles,
    css`
      .answer {
        padding: 0.7rem 0.9rem;
        font-size: 1.15rem;
        font-weight: 600;
        background: var(--surface);
        border: 2px solid var(--line);
        border-left-width: 8px;
        border-radius: 12px;
      }
      section {
        padding: 0.8rem 0.9rem 0.4rem;
        background: var(--surface);
        border: 1px solid var(--edge);
        border-top: 6px solid var(--hue);
        border-radius: 14px;
      }
      h2 {
        font-size: 1.1rem;
        line-height: 1.3;
        color: var(--hue);
      }
      dl > div {
        display: flex;
        gap: 1rem;
        justify-content: space-between;
        padding: 0.35rem 0;
        border-bottom: 1px solid var(--edge);
      }
      dl > div:last-child {
        border: 0;
      }
      dd {
        font-weight: 600;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) accessor phone!: Phone;

  constructor() {
    super();
    follow(this, () => this.phone, 'change');
  }

  override render(): TemplateResult | typeof nothing {
    const { snapshot } = this.phone;
    if (!snapshot?.round || !snapshot.reveal) return nothing;
    const { round, reveal, you } = snapshot;
    const right = you?.vote === undefined ? undefined : you.vote === reveal.answer;
    const chosen = you?.vote === undefined ? undefined : round.choices[you.vote];
    return html`
      <h1 tabindex="-1">
        ${right === undefined ? 'The answer' : right ? '✓ You were right' : '✗ Not this time'}
      </h1>
      <p class="answer">${round.choices[reveal.answer]}</p>
      ${right === false ? html`<p class="muted">You said: ${chosen}</p>` : nothing}
      <p>${reveal.why}</p>
      ${you?.way ? this.#measured(snapshot) : nothing}
    `;
  }

  #measured({ you, news }: Snapshot): TemplateResult | typeof nothing {
    if (!you?.way) return nothing;
    const score = this.phone.run?.score ?? this.phone.before;
    const counted = you.bytes && you.bytes.read + you.bytes.written;
    const perPrice = counted !== undefined && score?.prices ? counted / score.prices : undefined;
    const rows: [string, string | number | undefined][] = [
      ['Right for', percent(score?.rightFor)],
      ['Prices you didn’t see', score?.missed],
      ['Questions asked', score?.questions],
      ['Bytes, both ways', bytes(counted)],
      ['Bytes per new price', bytes(perPrice)],
    ];
    if (news !== undefined) rows.unshift(['Knew the news after', this.#after(score)]);
    return html`
      <section class=${hueOf(you.way)} aria-labelledby="measured">
        <h2 id="measured">Your phone · ${wayWords(you.way).name}</h2>
        <dl translate="no">
          ${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value ?? UNKNOWN}</dd></div>`)}
        </dl>
        ${
          this.phone.run?.unseen
            ? html`<p>Your screen was off for a while, so the class’s numbers leave this phone out.</p>`
            : nothing
        }
      </section>
    `;
  }

  #after(score: Pick<Score, 'after'> | undefined): string {
    if (!score) return UNKNOWN;
    return score.after === undefined ? 'never' : afterNews(score.after);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'phone-reveal': PhoneReveal;
  }
}
