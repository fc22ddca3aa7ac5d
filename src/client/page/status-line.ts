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
        border-inline-start-width: 8px;
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
  /** The left side's last question failed, or its line was lost. */
  #failing = false;

  constructor() {
    super();
    follow(
      this,
      () => this.session,
      'say',
      ({ detail }) => this.#say(detail),
    );
    follow(
      this,
      () => this.session,
      'tell',
      ({ detail }) => {
        this.#sentence = detail;
      },
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
    const { status, way } = this.session.left;
    if (status.state === this.#left) return;
    this.#left = status.state;
    // An answer to a press is what the visitor has done. Of those that come by themselves, only the first
    // after a failure is news, and of the failures only the first.
    const byHand = way.controls === 'button';
    switch (status.state) {
      case 'failed':
        if (byHand || !this.#failing) this.#sentence = byHand ? status.why : `Ask: ${status.why}`;
        this.#failing = true;
        break;
      case 'closed':
        if (status.opened) this.#sentence = `Ask: ${lossOf(status.code)}`;
        this.#failing = true;
        break;
      case 'answered':
      case 'open':
        if (byHand) this.#sentence = this.#answer();
        else if (this.#failing) this.#sentence = 'Ask: connected again.';
        this.#failing = false;
    }
  }

  /** What became of the last press. */
  #answer(): string {
    const { session } = this;
    const { lastAnswer } = session.left.run;
    if (!lastAnswer) return '';
    const took = `That took ${seconds(lastAnswer.took)}.`;
    if (!session.measured) return took;
    return `${took} ${lastAnswer.stale ? 'The price changed again on the way.' : 'It is still right.'}`;
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
