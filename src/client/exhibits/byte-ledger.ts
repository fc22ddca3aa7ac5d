import { css, html, svg, type TemplateResult } from 'lit';
import { type ByteSample, paidBack } from '../byte-samples.ts';
import type { Contestant } from '../contestant.ts';
import { SessionElement } from '../element.ts';
import { bytes, seconds, UNKNOWN } from '../format.ts';
import { base } from '../styles.ts';
import { seen } from './exhibit-styles.ts';

type Part = keyof Contestant['sizes'];

/** What bytes were for, in words. */
const PARTS: [Part, string, string][] = [
  ['handshake', 'Handshake', 'opening the line: one request, one answer'],
  ['headers', 'Headers', 'request lines, status lines, cookies, browser name …'],
  ['framing', 'Framing', 'telling one message from the next'],
  ['body', 'Body', 'what was to be said'],
];

/** Only where the page came over https://. */
const ENCRYPTION: [Part, string, string] = [
  'tls',
  'Encryption',
  'TLS: its handshakes, and what each record adds',
];

const parts = () => (location.protocol === 'https:' ? [...PARTS, ENCRYPTION] : PARTS);

/** For how many watchers the cost is worked out. */
const WATCHERS = [1, 1_000, 100_000];

/** Size of the chart's own space, in its units. */
const CHART = { width: 1_000, height: 200 };

/** Where the bytes of both sides have gone, how they grow, and what that means for many watchers. */
export class ByteLedger extends SessionElement {
  static override styles = [
    base,
    css`
      .http {
        --hue: var(--http);
      }
      .ws {
        --hue: var(--ws);
      }
      h3 {
        margin: 0.9rem 0 0.2rem;
        font-size: 1rem;
      }
      .bars {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.4rem 0.8rem;
        align-items: center;
      }
      .bars b {
        color: var(--hue);
      }
      .bar {
        display: flex;
        height: 2rem;
        border: 1.5px solid var(--hue);
        border-radius: 6px;
        overflow: hidden;
      }
      .handshake {
        background: repeating-linear-gradient(-45deg, var(--hue) 0 4px, var(--surface) 4px 9px);
      }
      .headers {
        background: var(--hue);
      }
      .framing {
        background: repeating-linear-gradient(90deg, var(--hue) 0 2px, var(--surface) 2px 6px);
      }
      .body {
        background: color-mix(in srgb, var(--hue) 28%, var(--surface));
      }
      .tls {
        background: radial-gradient(var(--hue) 1.3px, transparent 1.7px) 0 0 / 5px 5px;
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
        font-size: var(--small);
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 0.3rem 1rem 0.3rem 0;
        text-align: right;
        white-space: nowrap;
        border-bottom: 1px solid var(--edge);
      }
      th:first-child,
      .note {
        text-align: left;
      }
      thead th {
        color: var(--hue, inherit);
      }
      .swatch {
        --hue: var(--ink);
        display: inline-block;
        width: 1.3em;
        height: 1em;
        margin-right: 0.4em;
        vertical-align: -0.1em;
        border: 1px solid var(--ink);
      }
      svg {
        display: block;
        width: 100%;
        height: clamp(120px, 22vh, 240px);
        border-bottom: 2px solid var(--line);
        border-left: 2px solid var(--line);
        overflow: visible;
      }
      polyline {
        fill: none;
        stroke: var(--hue);
        stroke-width: 3;
        vector-effect: non-scaling-stroke;
      }
      polyline.ws {
        stroke-dasharray: 9 4;
      }
      line {
        stroke: var(--ink);
        stroke-width: 1.5;
        stroke-dasharray: 3 3;
        vector-effect: non-scaling-stroke;
      }
      @media (max-width: 700px) {
        .note {
          display: none;
        }
        th,
        td {
          padding-right: 0.5rem;
        }
      }
    `,
  ];

  protected follows(): [EventTarget, ...string[]][] {
    return [[this.session, 'paint', 'change']];
  }

  override render(): TemplateResult {
    const { left, right, refereed } = this.session;
    if (!refereed)
      return html`<p>The instruments have lost the server. They are back when it is.</p>`;
    const most = Math.max(left.bytes, right.bytes, 1);
    return html`
      <h3>Where they went ${seen('measured')}</h3>
      <div class="bars" aria-hidden="true">
        ${this.#bar('http', 'Ask', left, most)} ${this.#bar('ws', 'Be told', right, most)}
      </div>
      ${this.#parts(left, right)} ${this.#growth(left, right)} ${this.#watchers(left, right)}
    `;
  }

  #bar(kind: string, name: string, side: Contestant, most: number): TemplateResult {
    const { sizes } = side;
    return html`
      <b class=${kind}>${name}</b>
      <div class=${kind}>
        <div class="bar" .style=${`width: ${(side.bytes / most) * 100}%`}>
          ${parts().map(([part]) => html`<i class=${part} .style=${`flex: ${sizes[part]} 0 0`}></i>`)}
        </div>
      </div>
    `;
  }

  #parts(left: Contestant, right: Contestant): TemplateResult {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Bytes by what they were for">
        <table>
          <thead>
            <tr><th scope="col">For</th><th scope="col" class="http">Ask</th><th scope="col" class="ws">Be told</th><td class="note"></td></tr>
          </thead>
          <tbody>
            ${parts().map(
              ([part, name, note]) => html`
                <tr>
                  <th scope="row"><i class="swatch ${part}" aria-hidden="true"></i>${name}</th>
                  <td>${left.sizes[part]} B</td>
                  <td>${right.sizes[part]} B</td>
                  <td class="note muted">${note}</td>
                </tr>
              `,
            )}
            <tr>
              <th scope="row">All</th>
              <td>${left.bytes} B</td>
              <td>${right.bytes} B</td>
              <td class="note muted">at the server’s TCP sockets, TCP’s and IP’s own headers not counted</td>
            </tr>
          </tbody>
        </table>
      </div>
    `;
  }

  #growth(left: Contestant, right: Contestant): TemplateResult {
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
    const even = paidBack(asked, told);
    return html`
      <h3>How they grow ${seen('measured')}</h3>
      <svg viewBox="0 0 ${CHART.width} ${CHART.height}" preserveAspectRatio="none" aria-hidden="true">
        <polyline class="http" points=${points(asked)} />
        <polyline class="ws" points=${points(told)} />
        ${even === undefined ? '' : svg`<line x1=${x(even)} x2=${x(even)} y1="0" y2=${CHART.height} />`}
      </svg>
      <p class="small">
        Solid: asking, ${bytes(left.bytes)}. Dashed: being told, ${bytes(right.bytes)}.
        <b>${this.#verdict(even, start, left.bytes, right.bytes)}</b>
      </p>
    `;
  }

  #verdict(even: number | undefined, start: number, asked: number, told: number): string {
    if (even === undefined) return 'The WebSocket has not yet paid back its handshake.';
    const paid = `The WebSocket had paid back its handshake after ${seconds(even - start)} (dotted line).`;
    return told > asked
      ? `${paid} By now it has cost more than asking: it brings every price, asked for or not.`
      : paid;
  }

  #watchers(left: Contestant, right: Contestant): TemplateResult {
    const perSecond = ({ bytes: count, score }: Contestant, watchers: number) =>
      score.duration > 1_000 ? `${bytes((count / score.duration) * 1_000 * watchers)}/s` : UNKNOWN;
    return html`
      <h3>If many watched as you do in this run ${seen('calculated')}</h3>
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
                  <td>${perSecond(left, watchers)}</td>
                  <td>${perSecond(right, watchers)}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      <p class="small muted">
        This run’s bytes, handshake included, per second of the run, times the watchers. What it leaves
        out: a server keeps memory for each open line, and an answer that may be cached need not reach
        it at all.
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'byte-ledger': ByteLedger;
  }
}
