import { html, type nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { countdown, damageInWords, lossOf } from '../session/line-words.ts';
import { countTabs } from '../session/tabs.ts';
import { LEFT_WAYS, type LeftWay, type Poll } from '../session/url-settings.ts';
import { follow } from '../ui/follow.ts';
import { seconds } from '../ui/format.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base, card } from '../ui/styles.ts';
import type { Status } from '../ways/way.ts';

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
  'long-poll': 'long-poll ask while-seen',
  sse: 'server-sent-events while-seen',
};

/** How it stands with a question that is held, or with a stream. */
const LINE_WORDS: Partial<Record<LeftWay, Partial<Record<Status['state'], string>>>> = {
  'long-poll': {
    asking: 'Asked. Waiting for the next price…',
    answered: 'Asking again…',
    failed: 'Asking again in a moment…',
  },
  sse: {
    asking: '○ Opening the stream…',
    open: '● The answer never ends.',
    closed: '○ Not open.',
  },
};

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
    this.requestUpdate();
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
        @choose=${({ detail }: CustomEvent<LeftWay>) => session.commands.setLeft(detail)}
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
    const way = session.settings.left;
    const { state } = session.left.status;
    const asking = state === 'asking';
    switch (way) {
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
            @choose=${({ detail }: CustomEvent<Poll>) => session.commands.setLeft('timer', detail)}
          ></choice-row>
        `;
      default:
        return html`<p class="control small" translate="no">${LINE_WORDS[way]?.[state]}</p>`;
    }
  }

  #note(): string {
    const { session } = this;
    const { damage } = session;
    const { status, symbol, run } = session.left;
    const { lastAnswer, shown, score } = run;
    switch (status.state) {
      case 'failed':
        return status.heard || damage === 'none'
          ? status.why
          : `No answer. ${damageInWords[damage]}`;
      case 'closed': {
        const no = damage === 'none' ? 'No stream.' : damageInWords[damage];
        return `${status.opened ? lossOf(status.code) : no} ${
          status.retryIn === undefined
            ? 'The browser asks again by itself.'
            : `The browser gave up; the page asks again in ${countdown(session.left)}.`
        }`;
      }
      case 'answered': {
        if (!lastAnswer || !shown || session.settings.left !== 'press') break;
        const took = `That took ${seconds(lastAnswer.took)}.`;
        if (!session.measured) return took;
        if (lastAnswer.stale) return `${took} The price changed again on the way.`;
        return score.waiting === 0 ? `${took} It is still right.` : took;
      }
    }
    if (this.#letGo) {
      return 'This tab was hidden, so its line was let go.';
    }
    if (this.#tabs > 1 && session.settings.left !== 'press') {
      return `This page is open in ${this.#tabs} tabs. A browser opens at most six HTTP connections to a server for all of them; a hidden one lets its own go.`;
    }
    return shown || status.state === 'asking' ? '' : `You have not asked for ${symbol} yet.`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'http-ticker': HttpTicker;
  }
}
