import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Side } from '../../session/side.ts';
import { follow } from '../../ui/follow.ts';
import { dollars, seconds } from '../../ui/format.ts';
import { type Freshness, freshnessOf } from '../../ui/freshness-of.ts';
import { base } from '../../ui/styles.ts';
import type { Phone } from '../phone.ts';
import type { PhoneRun } from '../phone-run.ts';
import { wayWords } from '../way-words.ts';
import { phoneStyles } from './phone-styles.ts';
import { runStyles } from './run-styles.ts';

/** A run on a phone: its price, huge, and what its way needs. */
export class PhoneRunView extends LitElement {
  static override styles = [base, phoneStyles, runStyles];

  @property({ attribute: false }) accessor phone!: Phone;

  constructor() {
    super();
    follow(this, () => this.phone, 'change');
    follow(this, () => this.phone, 'paint');
  }

  override render(): TemplateResult | typeof nothing {
    const run = this.phone.running;
    if (!run) return this.#watch();
    const { side, knows } = run;
    const { you, todo } = wayWords(run.task.way);
    const { clock, measured } = this.phone;
    const freshness = freshnessOf({ clock, measured, settings: { paused: false } }, side);
    return html`
      <div class="run ${freshness?.stale ? 'stale' : ''}">
        <h1 tabindex="-1">${you}</h1>
        <div class="middle" translate="no">
          <p class="news">${knows ? html`<b><span aria-hidden="true">★ </span>News! You know.</b>` : nothing}</p>
          <p class="price">${dollars(side.run.shown?.price)}</p>
          <p class="state">
            ${freshness ? html`<span class="mark" aria-hidden="true">${freshness.stale ? '✗' : '✓'}</span>` : nothing}
            <span>${this.#state(run, freshness)}</span>
          </p>
        </div>
        <p class="line">${troubleOf(side) ?? todo}</p>
        ${
          side.way.controls === 'button'
            ? html`<button class="big" @click=${() => side.press()}>Get price</button>`
            : nothing
        }
        ${this.phone.snapshot?.round?.tap ? this.#tap(run) : nothing}
      </div>
    `;
  }

  /** For whoever came when the run had begun, or isn't needed in it. */
  #watch(): TemplateResult {
    return html`
      <div class="run watch">
        <div class="middle">
          <h1 tabindex="-1">Look to the front</h1>
          <p>This run began without your phone. Watch the screen: you are in the next one.</p>
        </div>
      </div>
    `;
  }

  #tap(run: PhoneRun): TemplateResult {
    const { sent, back } = run.taps;
    return html`
      <button class="big" @click=${() => run.tap()}>Tap!</button>
      <p class="line" translate="no">
        ${sent === 0 ? 'Each tap goes to the server and back.' : `${sent} sent, ${back} came back`}
      </p>
    `;
  }

  #state({ side }: PhoneRun, freshness: Freshness | undefined): string {
    if (!side.run.shown) return 'No price yet';
    if (!freshness) return 'We can’t tell right now how fresh this is';
    return freshness.stale ? `Out of date for ${seconds(freshness.age)}` : 'Up to date';
  }
}

/** What keeps prices from coming, if anything does. */
function troubleOf({ status }: Side): string | undefined {
  if (status.state === 'failed') return status.why;
  if (status.state !== 'closed') return undefined;
  return status.opened ? 'Connection lost. Reconnecting…' : 'Can’t connect. Trying again…';
}

declare global {
  interface HTMLElementTagNameMap {
    'phone-run-view': PhoneRunView;
  }
}
