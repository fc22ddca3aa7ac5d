import { css, html, type TemplateResult } from 'lit';
import type { Run } from '../session/run.ts';
import type { Side } from '../session/side.ts';
import { whyUnmeasured } from '../session/unmeasured.ts';
import { follow } from '../ui/follow.ts';
import { bytes, dollars, pace, percent, UNKNOWN } from '../ui/format.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';

interface Row {
  name: string;
  /** Where the number comes from, in one word. */
  kind: 'measured' | 'calculated';
  /** What it is, exactly. */
  title: string;
  /** Left out where there is little room. */
  minor?: true;
  value(run: Run): string | TemplateResult;
}

const perPrice = ({ bytes, score }: Run) =>
  score.arrivals > 0 ? bytes / score.arrivals : undefined;

const rows: Row[] = [
  {
    name: 'Missed',
    kind: 'measured',
    title: 'Prices that were true for a while and were never shown.',
    value: ({ score }) => String(score.missed),
  },
  {
    name: 'Not seen yet',
    kind: 'measured',
    title: 'Prices newer than the one shown.',
    minor: true,
    value: ({ score }) => String(score.waiting ?? UNKNOWN),
  },
  {
    name: 'Right for',
    kind: 'measured',
    title: 'Share of the run in which the price shown was the true one.',
    value: ({ score }) => percent(score.rightFor),
  },
  {
    name: 'Average error',
    kind: 'measured',
    title: 'Difference from the true price, averaged over the run’s time.',
    minor: true,
    value: ({ score }) => dollars(score.meanOffBy),
  },
  {
    name: 'Asked',
    kind: 'measured',
    title: 'HTTP requests; for the WebSocket, its handshake, if this run opened it.',
    value: ({ counts }) => String(counts.questions),
  },
  {
    name: 'Received',
    kind: 'measured',
    title:
      'HTTP answers; for the WebSocket, the messages that arrived on the open connection. Failed: refused, or never answered.',
    value: ({ counts }) => {
      const came = counts.received || counts.answers;
      return counts.failures ? html`${came} <small>${counts.failures} failed</small>` : `${came}`;
    },
  },
  {
    name: 'Bytes',
    kind: 'measured',
    title:
      'Read and written at this side’s TCP sockets on the server: headers and handshake included, TCP and IP headers not.',
    value: (run) =>
      html`<data value=${run.bytes} title="${run.bytes} bytes">${bytes(run.bytes)}</data>`,
  },
  {
    name: 'Bytes per price',
    kind: 'calculated',
    title: 'Bytes divided by the prices shown in this run.',
    value: (run) => bytes(perPrice(run)),
  },
];

/** The numbers of the run, both sides next to each other. */
export class ScoreBoard extends SessionElement {
  static override styles = [
    base,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(var(--columns), 1fr);
        gap: 1px;
        background: var(--edge);
        border: 1px solid var(--edge);
        border-radius: 14px;
        overflow: hidden;
      }
      dl > div {
        display: grid;
        grid-template-columns: minmax(45%, max-content) 1fr;
        gap: 0.1rem 0.4rem;
        align-content: start;
        padding: 0.4rem 0.6rem;
        background: var(--surface);
      }
      dl > .minor {
        display: var(--minor-display);
      }
      dt {
        grid-column: 1 / -1;
        font-size: var(--small);
        line-height: 1.25;
      }
      dt small {
        display: block;
        font-size: var(--tiny);
        color: var(--muted);
      }
      dd {
        font-size: max(0.95rem, var(--tiny));
        font-weight: 700;
        white-space: nowrap;
        line-height: 1.2;
        font-variant-numeric: tabular-nums;
        align-self: end;
      }
      dd small {
        display: block;
        font-size: var(--tiny);
      }
      .http {
        color: var(--http);
      }
      .ws {
        color: var(--ws);
        padding-left: 0.4rem;
        border-left: 1px solid var(--edge);
      }
      p {
        padding: 0.4rem 0.2rem 0;
      }
    `,
  ];

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const { left, right, measured } = this.session;
    const value = (row: Row, { run }: Side) => (measured ? row.value(run) : UNKNOWN);
    return html`
      <h2 class="hidden">Numbers of this run</h2>
      <dl>
        ${rows.map(
          (row) => html`
            <div class=${row.minor ? 'minor' : ''} title=${row.title}>
              <dt>${row.name} <small>${row.kind}</small></dt>
              <dd class="http" translate="no"><span class="hidden">Ask: </span>${value(row, left)}</dd>
              <dd class="ws" translate="no"><span class="hidden">Be told: </span>${value(row, right)}</dd>
            </div>
          `,
        )}
      </dl>
      <p class="small muted" translate="no">${this.#conditions()}</p>
    `;
  }

  #conditions(): string {
    const { instruments, rtt, clock, measured } = this.session;
    if (!measured) return whyUnmeasured(this.session);
    if (document.hidden) return 'The clocks are stopped while this tab is hidden.';
    const { rate } = instruments;
    const market = rate === 0 ? pace(rate) : `${pace(rate)} (simulated market)`;
    return `${market} · ${rtt} ms added round trip on both sides (simulated) · clock accurate to ±${clock.error?.toFixed(1)} ms (measured)`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'score-board': ScoreBoard;
  }
}
