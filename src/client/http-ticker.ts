import { html, type TemplateResult } from 'lit';
import { SessionElement } from './element.ts';
import { seconds } from './format.ts';
import { base, card } from './styles.ts';

/** The left side: the browser has to ask. */
export class HttpTicker extends SessionElement {
  static override styles = [base, card];

  protected follows(): [EventTarget, ...string[]][] {
    return [
      [this.session, 'paint', 'change'],
      [this.session.left, 'change'],
    ];
  }

  override render(): TemplateResult {
    const { session } = this;
    const side = session.left;
    const asking = side.status.state === 'asking';
    return html`
      <h2>Ask <small>HTTP</small></h2>
      <price-face .session=${session} .side=${side}></price-face>
      <div class="controls">
        <button class="main solid" aria-disabled=${asking} @click=${this.#press}>
          ${asking ? 'Asking…' : 'Get price'}
        </button>
        <p class="note ${side.status.state === 'failed' ? 'bad' : ''}">${this.#note()}</p>
      </div>
      <price-chart .session=${session} .side=${side}></price-chart>
      <div class="foot">
        <chart-legend></chart-legend>
        <source-code name="press"></source-code>
      </div>
    `;
  }

  #press(): void {
    this.session.left.press();
  }

  #note(): string {
    const { status, lastAnswer, shown, symbol, score } = this.session.left;
    switch (status.state) {
      case 'failed':
        return status.why ?? 'No answer. The server can’t be reached.';
      case 'answered': {
        if (!lastAnswer || !shown) break;
        const took = `That took ${seconds(lastAnswer.took)}.`;
        if (!this.session.refereed) return took;
        if (lastAnswer.stale) return `${took} The price changed again on the way.`;
        return score.waiting === 0 ? `${took} It is still right.` : took;
      }
    }
    return shown || status.state === 'asking' ? '' : `You have not asked for ${symbol} yet.`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'http-ticker': HttpTicker;
  }
}
