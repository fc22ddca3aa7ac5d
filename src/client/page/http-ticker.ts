import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { damageInWords, lossOf, retry } from '../session/line-words.ts';
import { countTabs } from '../session/tabs.ts';
import { cardHeading } from '../ui/card/heading.ts';
import { card } from '../ui/card/styles.ts';
import { follow } from '../ui/follow.ts';
import { seconds } from '../ui/format.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';
import { wayControls } from '../ui/way-controls.ts';
import { type LeftWay, leftWays } from '../ways/index.ts';
import { visitOf } from './invitation/visit.ts';

const ways = leftWays.map(({ id, label }) => [id, label] as const);

/** The left side: the browser has to ask. */
export class HttpTicker extends SessionElement {
  static override styles = [base, card];

  /** Tabs of this browser that show this page. */
  @state() accessor #tabs = 1;

  /** What was held has been let go, and what has been asked since is not answered yet. */
  #letGo = false;

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
    follow(
      this,
      () => this.session.left,
      'change',
      () => this.#hear(),
    );
  }

  #hear(): void {
    const { state } = this.session.left.status;
    this.#letGo = state === 'hidden' || (this.#letGo && state === 'asking');
    this.updateInFrame();
  }

  override firstUpdated(): void {
    countTabs((tabs) => {
      this.#tabs = tabs;
    });
  }

  override render(): TemplateResult {
    const { session } = this;
    const side = session.left;
    const bad = side.status.state === 'failed' || side.status.state === 'closed';
    return html`
      ${cardHeading(session, side)}
      <choice-row
        class="way"
        label="How to ask"
        .options=${ways}
        .value=${session.settings.left}
        @choose=${({ detail }: CustomEvent<LeftWay>) => session.commands.setLeft(detail)}
      ></choice-row>
      <label class="way select">
        <span class="hidden">How to ask</span>
        <select @change=${(event: Event) => session.commands.setLeft((event.target as HTMLSelectElement).value as LeftWay)}>
          ${ways.map(
            ([id, label]) =>
              html`<option value=${id} .selected=${id === session.settings.left}>${label}</option>`,
          )}
        </select>
      </label>
      <price-face
        .session=${session}
        .side=${side}
      ></price-face>
      <div class="controls ${visitOf(session).invitation.pulse ? 'pulse' : ''}">
        ${wayControls(session, side)}
        <p class="note ${bad ? 'bad' : ''}" translate="no">${this.#note()}</p>
      </div>
      <price-chart .session=${session} .side=${side}></price-chart>
      <div class="foot">
        <chart-legend></chart-legend>
        <source-code .way=${side.way} .ways=${[side.way, session.right.way]}></source-code>
      </div>
    `;
  }

  #note(): string {
    const { session } = this;
    const { damage } = session;
    const { way, status, symbol, run } = session.left;
    const { lastAnswer, shown, score } = run;
    const byHand = way.controls === 'button';
    switch (status.state) {
      case 'failed': {
        const { why, heard, retryIn } = status;
        const said = heard || damage === 'none' ? why : `No answer. ${damageInWords[damage]}`;
        return retryIn === undefined ? said : `${said} ${retry(session.left)}`;
      }
      case 'closed': {
        const no = damage === 'none' ? 'No stream.' : damageInWords[damage];
        return `${status.opened ? lossOf(status.code) : no} ${
          status.retryIn === undefined ? 'The browser asks again by itself.' : retry(session.left)
        }`;
      }
      case 'answered': {
        if (!lastAnswer || !shown || !byHand) break;
        const took = `That took ${seconds(lastAnswer.took)}.`;
        if (!session.measured) return took;
        if (lastAnswer.stale) return `${took} The price changed again on the way.`;
        return score.waiting === 0 ? `${took} It is still right.` : took;
      }
    }
    if (this.#letGo) {
      return 'This tab was hidden, so the page closed its connection.';
    }
    if (this.#tabs > 1 && !byHand && !session.http2.on) {
      return `This page is open in ${this.#tabs} tabs. A browser opens at most six HTTP connections to a server for all of them; a hidden one lets its own go.`;
    }
    return shown || status.state !== 'off' ? '' : `You have not asked for ${symbol} yet.`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'http-ticker': HttpTicker;
  }
}
