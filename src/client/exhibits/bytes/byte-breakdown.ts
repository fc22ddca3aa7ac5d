import { css, html, svg, type TemplateResult } from 'lit';
import { type ByteSample, paidBack } from '../../measure/byte-samples.ts';
import type { ByteTotals } from '../../session/runs/byte-totals.ts';
import type { Run } from '../../session/runs/run.ts';
import { whyUnmeasured } from '../../session/unmeasured.ts';
import { type Part, partsOf, partsStyles } from '../../ui/comparison-table.ts';
import { seen } from '../../ui/exhibit-styles.ts';
import { follow } from '../../ui/follow.ts';
import { bytes, seconds, UNKNOWN } from '../../ui/format.ts';
import { sharedWords } from '../../ui/http2-words.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';

/** What bytes were for, in words. */
const PARTS: Part<keyof ByteTotals['sizes']>[] = [
  ['handshake', 'hatched', 'Handshake', 'opening the connection: one request, one answer'],
  ['headers', 'solid', 'Headers', 'request lines, status lines, cookies, browser name …'],
  ['framing', 'striped', 'Framing', 'marking where each message starts and ends'],
  ['body', 'pale', 'Body', 'the actual content'],
  ['tls', 'dotted', 'Encryption', 'TLS: its handshakes, and what each record adds'],
];

/** For how many watchers the cost is worked out. */
const WATCHERS = [1, 1_000, 100_000];

/** Size of the chart's own space, in its units. */
const CHART = { width: 1_000, height: 200 };

/** Where the bytes of both sides have gone, how they grow, and what that means for many watchers. */
export class ByteBreakdown extends SessionElement {
  static override styles = [
    base,
    partsStyles,
    css`
      svg {
        display: block;
        width: 100%;
        height: clamp(6.7rem, 22vh, 13.4rem);
        border-bottom: 2px solid var(--line);
        border-left: 2px solid var(--line);
        overflow: visible;
      }
      @media (min-width: 68.75em) {
        .two {
          display: grid;
          grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
          column-gap: 2rem;
        }
        svg {
          height: clamp(5.5rem, 16vh, 13.4rem);
        }
      }
      polyline {
        fill: none;
        stroke: var(--hue);
        stroke-width: max(3px, 0.16rem);
        vector-effect: non-scaling-stroke;
      }
      polyline.ws {
        stroke-dasharray: 9 4;
      }
      line {
        stroke: var(--ink);
        stroke-width: max(1.5px, 0.08rem);
        stroke-dasharray: 3 3;
        vector-effect: non-scaling-stroke;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    if (!this.session.measured) return html`<p translate="no">${whyUnmeasured(this.session)}</p>`;
    const [left, right] = [this.session.left.run, this.session.right.run];
    const shared = sharedWords(this.session);
    return html`
      <div class="two">
        <div>
          <h4>Where the bytes went ${seen('measured')}</h4>
          ${this.#parts(left, right)}
          <p class="small" translate="no" ?hidden=${!shared}>${shared} ${seen('measured')}</p>
        </div>
        <div>${this.#growth(left, right)} ${this.#watchers(left, right)}</div>
      </div>
      ${this.#about(right)}
    `;
  }

  #parts(left: Run, right: Run): TemplateResult {
    const { http2 } = this.session;
    const encrypted = location.protocol === 'https:' && !http2.on;
    const parts = PARTS.filter(([part]) => part !== 'tls' || encrypted);
    const all = {
      name: 'All',
      note: http2.on
        ? 'of each side’s own HTTP/2 streams, without what both share'
        : 'at the server’s TCP sockets, without TCP’s and IP’s own headers',
      left: left.bytes,
      right: right.bytes,
    };
    return partsOf(
      parts,
      left.moved.sizes,
      right.moved.sizes,
      [all],
      'Bytes by what they were for',
      (count = 0) => `${count.toLocaleString('en')} B`,
    );
  }

  #growth(left: Run, right: Run): TemplateResult {
    const [asked, told] = [left.byteSamples, right.byteSamples];
    const start = Math.min(asked[0]?.at ?? 0, told[0]?.at ?? 0);
    const now = this.session.clock.now ?? 0;
    if (asked.length === 0 || told.length === 0)
      return html`<p class="muted">Nothing to draw yet.</p>`;
    const x = (at: number) => ((at - start) / Math.max(now - start, 1)) * CHART.width;
    const y = (count: number) => CHART.height * (1 - count / Math.max(left.bytes, right.bytes, 1));
    const points = (samples: readonly ByteSample[]) =>
      [...samples, { at: now, bytes: samples.at(-1)?.bytes ?? 0 }]
        .map(({ at, bytes }, i) => `${x(at)},${y(samples[i - 1]?.bytes ?? 0)} ${x(at)},${y(bytes)}`)
        .join(' ');
    const even = right.moved.sizes.handshake > 0 ? paidBack(asked, told) : undefined;
    return html`
      <h4>Bytes over time ${seen('measured')}</h4>
      <svg viewBox="0 0 ${CHART.width} ${CHART.height}" preserveAspectRatio="none" aria-hidden="true">
        <polyline class="http" points=${points(asked)} />
        <polyline class="ws" points=${points(told)} />
        ${even === undefined ? '' : svg`<line x1=${x(even)} x2=${x(even)} y1="0" y2=${CHART.height} />`}
      </svg>
      <p class="small" translate="no">
        Solid: asking, ${bytes(left.bytes)}. Dashed: being told, ${bytes(right.bytes)}.
        <b>${
          right.moved.sizes.handshake > 0
            ? verdict(even, start, left, right)
            : 'The WebSocket was open before this run, so its handshake isn’t counted. Reset opens another.'
        }</b>
      </p>
    `;
  }

  #watchers(left: Run, right: Run): TemplateResult {
    const perSecond = ({ bytes: count, score }: Run, watchers: number) =>
      score.duration > 1_000 ? `${bytes((count / score.duration) * 1_000 * watchers)}/s` : UNKNOWN;
    return html`
      <h4>If more people watched like this ${seen('calculated')}</h4>
      <div class="scroll" tabindex="0" role="region" aria-label="Bytes for many watchers">
        <table>
          <thead>
            <tr><th scope="col">Watchers</th><th scope="col" class="http">Ask</th><th scope="col" class="ws">Be told</th></tr>
          </thead>
          <tbody>
            ${WATCHERS.map(
              (watchers) => html`
                <tr>
                  <th scope="row">${watchers.toLocaleString('en')}</th>
                  <td translate="no">${perSecond(left, watchers)}</td>
                  <td translate="no">${perSecond(right, watchers)}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  #about(right: Run): TemplateResult {
    return html`
      <p class="small muted">
        Many watchers cost this run’s bytes per second, ${right.moved.sizes.handshake > 0 ? 'handshake included' : 'without a handshake'}, times the number of watchers. Not counted: the
        memory a server keeps for each open connection, and answers that a cache could give instead.
      </p>
    `;
  }
}

function verdict(even: number | undefined, start: number, left: Run, right: Run): string {
  if (even === undefined) return 'The WebSocket has not recovered its handshake cost yet.';
  const paid = `The WebSocket recovered its handshake cost after ${seconds(even - start)} (dotted line).`;
  if (right.bytes <= left.bytes) return paid;
  // Or because of its heartbeats, while no price changes and nobody asks.
  const more = right.score.arrivals > left.score.arrivals;
  return `${paid} It has since sent more than asking did${more ? ', because it delivered more prices' : ''}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'byte-breakdown': ByteBreakdown;
  }
}
