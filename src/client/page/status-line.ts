import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { lossOf } from '../session/line-words.ts';
import { follow } from '../ui/follow.ts';
import { seconds } from '../ui/format.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';

/**
 * The page's one live region: what the visitor did and what happened to a line. Prices and clocks
 * are never announced by themselves.
 */
export class StatusLine extends SessionElement {
  static override styles = base;

  @state() accessor #sentence = '';
  #left = '';
  #right = '';

  constructor() {
    super();
    follow(
      this,
      () => this.session,
      'say',
      ({ detail }) => {
        this.#sentence = detail;
      },
    );
    follow(
      this,
      () => this.session.left,
      'change',
      () => this.#hearLeft(),
    );
    follow(
      this,
      () => this.session.right,
      'change',
      () => this.#hearRight(),
    );
  }

  override render(): TemplateResult {
    return html`<p class="hidden" role="status" translate="no">${this.#sentence}</p>`;
  }

  #hearLeft(): void {
    const { status, run } = this.session.left;
    const { lastAnswer } = run;
    if (status.state === this.#left) return;
    this.#left = status.state;
    if (status.state === 'failed') this.#sentence = status.why;
    if (status.state === 'closed' && status.opened) this.#sentence = `Ask: ${lossOf(status.code)}`;
    if (status.state === 'answered' && lastAnswer) {
      const verdict = lastAnswer.stale
        ? 'The price changed again on the way.'
        : 'It is still right.';
      this.#sentence = `That took ${seconds(lastAnswer.took)}. ${this.session.measured ? verdict : ''}`;
    }
  }

  #hearRight(): void {
    const { status } = this.session.right;
    if (status.state === this.#right) return;
    const before = this.#right;
    this.#right = status.state;
    if (status.state === 'open' && before !== '') this.#sentence = 'WebSocket connected.';
    if (status.state === 'closed' && status.opened)
      this.#sentence = `WebSocket: ${lossOf(status.code)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'status-line': StatusLine;
  }
}
