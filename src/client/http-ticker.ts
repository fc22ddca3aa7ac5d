import { html, type nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { SessionElement } from './element.ts';
import { seconds } from './format.ts';
import { LEFT_WAYS, type LeftWay, type Poll } from './settings.ts';
import { base, card } from './styles.ts';
import { countTabs } from './tabs.ts';

const POLLS: [Poll, string][] = [
  ['5', '5 s'],
  ['2', '2 s'],
  ['1', '1 s'],
  ['0.5', '½ s'],
];

/** The source files of each way. */
const FILES: Record<LeftWay, string> = {
  press: 'press ask',
  timer: 'interval ask',
  'long-poll': 'long-poll ask',
  sse: 'server-sent-events',
};

/** The left side: the browser has to ask. */
export class HttpTicker extends SessionElement {
  static override styles = [base, card];

  /** Tabs of this browser that show this page. */
  @state() accessor #tabs = 1;

  protected follows(): [EventTarget, ...string[]][] {
    return [
      [this.session, 'paint', 'change'],
      [this.session.left, 'change'],
    ];
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
      <h2>Ask <small>HTTP</small></h2>
      <choice-row
        class="way"
        label="Left side asks"
        .options=${LEFT_WAYS}
        .value=${session.settings.left}
        @choose=${({ detail }: CustomEvent<LeftWay>) => session.setLeft(detail)}
      ></choice-row>
      <price-face
        ?live=${session.settings.left !== 'press'}
        .session=${session}
        .side=${side}
      ></price-face>
      <div class="controls">
        ${this.#control()}
        <p class="note ${bad ? 'bad' : ''}" translate="no">${this.#note()}</p>
      </div>
      <price-chart .session=${session} .side=${side}></price-chart>
      <div class="foot">
        <chart-legend></chart-legend>
        <source-code files=${FILES[session.settings.left]}></source-code>
      </div>
    `;
  }

  #control(): TemplateResult | typeof nothing {
    const { session } = this;
    const asking = session.left.status.state === 'asking';
    switch (session.settings.left) {
      case 'press':
        return html`
          <button class="main solid" translate="no" aria-disabled=${asking} @click=${() => session.left.press()}>
            ${asking ? 'Asking…' : 'Get price'}
          </button>
        `;
      case 'timer':
        return html`
          <choice-row
            class="control"
            label="Ask every"
            .options=${POLLS}
            .value=${session.settings.poll}
            @choose=${({ detail }: CustomEvent<Poll>) => session.setLeft('timer', detail)}
          ></choice-row>
        `;
      default:
        return html`<p class="control small" translate="no">${this.#line()}</p>`;
    }
  }

  /** How it stands with a question that is held or streams. */
  #line(): string {
    const { status } = this.session.left;
    if (this.session.settings.left === 'long-poll') {
      return status.state === 'asking' ? 'The server holds the question…' : 'Asking again…';
    }
    return status.state === 'open' ? '● The answer never ends.' : '○ Opening the stream…';
  }

  #note(): string {
    const { session } = this;
    const { status, lastAnswer, shown, symbol, score } = session.left;
    switch (status.state) {
      case 'failed':
        if (status.why) return status.why;
        return session.damage === 'cut'
          ? 'No answer. The line is cut.'
          : 'No answer. The server can’t be reached.';
      case 'closed':
        return 'Line lost. The browser asks again by itself.';
      case 'answered': {
        if (!lastAnswer || !shown || session.settings.left !== 'press') break;
        const took = `That took ${seconds(lastAnswer.took)}.`;
        if (!session.refereed) return took;
        if (lastAnswer.stale) return `${took} The price changed again on the way.`;
        return score.waiting === 0 ? `${took} It is still right.` : took;
      }
    }
    if (this.#tabs > 1 && session.settings.left !== 'press') {
      return `This page is open in ${this.#tabs} tabs. A browser opens at most six HTTP connections to a server for all of them.`;
    }
    return shown || status.state === 'asking' ? '' : `You have not asked for ${symbol} yet.`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'http-ticker': HttpTicker;
  }
}
