import { css, html, nothing, type TemplateResult } from 'lit';
import { scoresOf } from '../../report/rows.ts';
import type { Side } from '../../session/side.ts';
import { seen } from '../../ui/exhibit-styles.ts';
import { follow } from '../../ui/follow.ts';
import { bytes, percent } from '../../ui/format.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { comparisonOf } from '../compare/comparison.ts';
import { costsOver, resultsOf } from '../compare/verdict.ts';

/** "Is this fair?": what this run, and the comparison of this visit, say of what asking costs. */
export class FairNumbers extends SessionElement {
  static override styles = [
    base,
    css`
      p {
        margin-block: 0.3rem;
      }
      b {
        white-space: nowrap;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
    follow(this, () => comparisonOf(this.session), 'change');
  }

  override render(): TemplateResult | typeof nothing {
    const { http2, left, measured, right } = this.session;
    const [asked, told] = [this.#cost(left), this.#cost(right)];
    const { bytes: all, sizes } = left.run.moved;
    return html`
      ${
        measured && asked && told
          ? html`<p translate="no">
              In this run so far, over HTTP/${http2.on ? '2' : '1.1'}, a new price has cost
              <b>${bytes(asked)}</b> where you ask and <b>${bytes(told)}</b> where you are told
              ${seen('calculated')}${this.#aboutTls()}. Headers are ${percent(sizes.headers / all)} of the Ask side’s bytes
              ${seen('measured')}.
            </p>`
          : nothing
      }
      ${this.#versions()}
    `;
  }

  #aboutTls(): string {
    const { http2, left, right } = this.session;
    if (http2.on) return ', without TLS and what both share';
    return left.run.moved.sizes.tls + right.run.moved.sizes.tls > 0 ? ', TLS included' : '';
  }

  /** Of a new price, in bytes; undefined where none has come. */
  #cost({ run }: Side): number | undefined {
    const { clock, rtt } = this.session;
    return scoresOf(run, clock.now ?? 0, rtt).bytesPerPrice;
  }

  /** What the comparison has come to, if it has measured both versions of HTTP. */
  #versions(): TemplateResult | typeof nothing {
    const comparison = comparisonOf(this.session);
    const [http1, http2] = [false, true].map((version) => resultsOf(comparison.complete(version)));
    const sentence = http1 && http2 && costsOver(http1, http2);
    return sentence
      ? html`<p translate="no">You compared all five ways, without what TLS adds. ${sentence} ${seen('calculated')}</p>`
      : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'fair-numbers': FairNumbers;
  }
}
