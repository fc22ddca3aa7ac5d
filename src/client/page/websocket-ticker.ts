import { html, type TemplateResult } from 'lit';
import { backInWords, damageInWords, lossOf, retry } from '../session/line-words.ts';
import { cardHeading } from '../ui/card/heading.ts';
import { card } from '../ui/card/styles.ts';
import { follow } from '../ui/follow.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';
import { wayControls } from '../ui/way-controls.ts';

/** The right side: the browser is told. */
export class WebsocketTicker extends SessionElement {
  static override styles = [base, card];

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
    follow(this, () => this.session.right, 'change', this.updateInFrame);
  }

  override render(): TemplateResult {
    const { session } = this;
    const side = session.right;
    const { status } = side;
    return html`
      ${cardHeading(session, side)}
      <p class="way small muted"><span>One connection<span class="rest">, always open, both ways</span></span></p>
      <price-face .session=${session} .side=${side}></price-face>
      <div class="controls">
        ${wayControls(session, side)}
        <p class="note ${status.state === 'closed' ? 'bad' : ''}" translate="no">
          <span>
            <span class="dot" aria-hidden="true">${status.state === 'open' ? '●' : '○'}</span>
            ${this.#note()}
          </span>
        </p>
      </div>
      <price-chart .session=${session} .side=${side}></price-chart>
      <div class="foot">
        <chart-legend></chart-legend>
        <source-code .way=${side.way} .ways=${[session.left.way, side.way]}></source-code>
      </div>
    `;
  }

  #note(): string {
    const { right, reachability, damage } = this.session;
    const { status, way } = right;
    const words = way.statusText[status.state] ?? '';
    switch (status.state) {
      case 'open':
        if (damage === 'stall') return `${damageInWords.stall} The connection looks open.`;
        return backInWords(status.back) ?? words;
      case 'off':
        return status.hungUp ? 'You disconnected. Connect to get prices again.' : words;
      case 'closed': {
        const again = retry(right);
        if (status.opened) return `${lossOf(status.code)} ${again}`;
        if (damage !== 'none') return `${damageInWords[damage]} ${again}`;
        return `${unopened(reachability.answers)} ${again}`;
      }
      default:
        if (status.state === 'asking' && status.ended !== undefined) {
          return `${lossOf(status.ended)} Reconnecting…`;
        }
        if (damage !== 'none') return `${damageInWords[damage]} Trying again…`;
        if (right.run.counts.failures === 0) return words;
        return `${unopened(reachability.answers)} Trying again…`;
    }
  }
}

/** Why the line does not open, as far as is known from whether the server `answers` HTTP. */
function unopened(answers: boolean | undefined): string {
  if (answers === undefined) return 'The connection can’t be opened.';
  return answers
    ? 'The server answers HTTP, but the connection can’t be opened: this network may block WebSockets.'
    : 'The server can’t be reached.';
}

declare global {
  interface HTMLElementTagNameMap {
    'websocket-ticker': WebsocketTicker;
  }
}
