import { css, html, type TemplateResult } from 'lit';
import { LIVE } from '../measure/freshness.ts';
import { whereAskingWins } from '../measure/winner.ts';
import type { Side } from '../session/side.ts';
import { whyUnmeasured } from '../session/unmeasured.ts';
import { follow } from '../ui/follow.ts';
import { pace, UNKNOWN } from '../ui/format.ts';
import { isRarelyNewest } from '../ui/freshness-of.ts';
import { sharedWords } from '../ui/http2-words.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';
import { headlines, numbers, type RunNumber } from './numbers.ts';

/** The numbers of the run, both sides next to each other: two headlines, and the rest on demand. */
export class ScoreBoard extends SessionElement {
  static override styles = [
    base,
    css`
      dl {
        display: grid;
        gap: 1px;
        background: var(--surface);
        border: 1px solid var(--edge);
        border-radius: 14px;
        overflow: hidden;
      }
      dl > div {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        gap: 0 1rem;
        align-items: center;
        padding: 0.15rem 0.9rem;
        box-shadow: 0 0 0 1px var(--edge);
      }
      .headlines {
        display: var(--headline-display, grid);
        grid-template-columns: repeat(var(--headline-columns), minmax(0, 1fr));
      }
      .headlines dd {
        min-width: 3.2em;
        font-size: var(--headline);
        line-height: 1.25;
      }
      @media (max-width: 16em) {
        dl > div {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        dt {
          grid-column: 1 / -1;
        }
        dl dd {
          min-width: 0;
          white-space: normal;
        }
      }
      .headlines summary {
        font-weight: 600;
      }
      .all {
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr));
        margin-bottom: 0.4rem;
      }
      dd {
        min-width: 2.6em;
        font-weight: 700;
        text-align: end;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      dd small {
        display: block;
        font-size: var(--tiny);
        font-weight: 400;
      }
      .http {
        color: var(--http);
      }
      .ws {
        color: var(--ws);
      }
      .terminal {
        grid-column: 2 / -1;
        color: var(--muted);
      }
      summary {
        display: inline-flex;
        align-items: center;
        min-height: 44px;
        cursor: pointer;
      }
      dt summary {
        font-size: var(--small);
        line-height: 1.25;
        /* Safari before 26 knows the parts, but not the shorthand with more than the line. */
        text-decoration-line: underline;
        text-decoration-style: dotted;
        text-decoration-color: var(--line);
        text-underline-offset: 0.25em;
      }
      dt summary::-webkit-details-marker {
        display: none;
      }
      dt p {
        max-width: 34rem;
        padding-bottom: 0.5rem;
        font-size: var(--small);
        line-height: 1.35;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.2rem;
        align-items: center;
        padding: 0.1rem 0.2rem 0;
      }
      .winner {
        font-weight: 700;
      }
      .more {
        display: var(--minor-display);
      }
      .more summary {
        font-size: var(--small);
        font-weight: 600;
      }
      .more > summary::after {
        width: 0.5rem;
        height: 0.5rem;
        margin-inline-start: 0.7em;
        content: '';
        border: solid var(--muted);
        border-width: 0 2px 2px 0;
        transform: translateY(-0.15rem) rotate(45deg);
      }
      .more[open] > summary::after {
        transform: translateY(0.1rem) rotate(-135deg);
      }
      .more[open] {
        flex-basis: 100%;
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
    const winner = measured
      ? whereAskingWins(left.way.noun, resultOf(left), resultOf(right))
      : undefined;
    return html`
      <h2 class="hidden">Numbers of this run</h2>
      <dl class="headlines">${headlines.map((number) => this.#row(number))}</dl>
      <div class="foot">
        <details class="more">
          <summary>All the numbers</summary>
          <dl class="all">${numbers.map((number) => this.#row(number))}</dl>
        </details>
        <p class="small" translate="no" ?hidden=${!this.session.sides.some((side) => isRarelyNewest(this.session, side))}>
          “Up to date” means at most ${LIVE / 1000} s behind. At this pace, a newer price is often already
          on its way.
        </p>
        <p class="small winner" translate="no" ?hidden=${!winner}>${winner}</p>
        <p class="small muted" translate="no">${this.#conditions()} ${sharedWords(this.session)}</p>
      </div>
    `;
  }

  #row({ name, means, value, terminal }: RunNumber): TemplateResult {
    const { session } = this;
    const of = (side: typeof session.left) =>
      session.measured && side.run.shown ? value(side.run, session) : UNKNOWN;
    return html`
      <div>
        <dt><details><summary>${name}</summary><p>${means}</p></details></dt>
        <dd class="http" translate="no"><span class="hidden">Ask: </span>${of(session.left)}</dd>
        <dd class="ws" translate="no"><span class="hidden">Be told: </span>${of(session.right)}</dd>
        ${session.measured && session.terminal && terminal ? html`<dd class="terminal" translate="no"><small>Your terminal </small>${terminal(session.terminal)}</dd>` : ''}
      </div>
    `;
  }

  #conditions(): string {
    const { instruments, rtt, clock, measured } = this.session;
    if (!measured) return whyUnmeasured(this.session);
    if (document.hidden) return 'The clocks are stopped while this tab is hidden.';
    const { rate, loss } = instruments;
    const lost = loss === 0 ? '' : `, 1 packet in ${loss} lost`;
    // Not known until the server has told of the line, nor at the first moment of a replay.
    const under =
      rtt === undefined
        ? 'Everything'
        : `${pace(rate)}, ${rtt} ms added round trip${lost} (${lost ? 'all' : 'both'} simulated) · the rest`;
    return `${under} measured, clock accurate to ±${clock.error?.toFixed(1)} ms`;
  }
}

const resultOf = ({ run: { score, bytes, counts } }: Side) => ({
  rightFor: score.rightFor,
  bytes,
  questions: counts.questions,
});

declare global {
  interface HTMLElementTagNameMap {
    'score-board': ScoreBoard;
  }
}
