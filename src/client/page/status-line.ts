import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { lossOf } from '../session/line-words.ts';
import { follow } from '../ui/follow.ts';
import { seconds } from '../ui/format.ts';
import { SessionElement } from '../ui/session-element.ts';
import { base } from '../ui/styles.ts';

/** For so long a sentence is seen in the projector view, in ms. */
const SEEN_FOR = 8_000;

/**
 * The page's one live region: what the visitor did and what happened to a line. Prices and clocks
 * are never announced by themselves. In the projector view it can be seen as well, where the visitor
 * or the server has caused it.
 */
export class StatusLine extends SessionElement {
  static override styles = [
    base,
    css`
      .seen {
        margin: 0;
        padding: 0.2rem 0.8rem;
        line-height: 1.25;
        font-weight: 600;
        background: var(--surface);
        border: 2px solid var(--line);
        border-left-width: 8px;
        border-radius: 10px;
      }
    `,
  ];

  @state() accessor #sentence = '';
  /** What the visitor or the server has caused, until it has been read. */
  @state() accessor #seen = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #left = '';
  #right = '';

  constructor() {
    super();
    follow(
      this,
      () => this.session,
      'say',
      ({ detail }) => this.#say(detail),
    );
    follow(this, () => this.session, 'change');
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
    const seen = this.session.settings.view === 'projector' ? this.#seen : '';
    return html`
      <p class="hidden" role="status" translate="no">${this.#sentence}</p>
      ${seen ? html`<p class="seen" aria-hidden="true" translate="no">${seen}</p>` : nothing}
    `;
  }

  #say(sentence: string): void {
    this.#sentence = sentence;
    this.#seen = sentence;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#seen = '';
    }, SEEN_FOR);
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
