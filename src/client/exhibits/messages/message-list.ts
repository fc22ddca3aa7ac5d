import { css, html, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { follow } from '../../ui/follow.ts';
import { bytes } from '../../ui/format.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { type Message, NAMES, sizeOf } from './message.ts';
import type { LineHistory } from './message-history.ts';

/** How many of the last messages are listed. */
const LISTED = 60;

/** The messages of the diagram as a list, oldest first. Says `choose` with the one that is chosen. */
export class MessageList extends SessionElement {
  static override styles = [
    base,
    css`
      /* Scrolls from the bottom, where the last message is. */
      .scroll {
        display: flex;
        flex-direction: column-reverse;
        height: clamp(11rem, 62vh, 50rem);
        overflow-y: auto;
        border: 1px solid var(--edge);
        border-radius: 10px;
        contain: strict;
      }
      ol {
        width: 100%;
        margin: 0;
        padding: 0;
        margin-bottom: auto;
        list-style: none;
      }
      @media (max-width: 62.4375em) {
        .scroll {
          height: 15rem;
        }
      }
      button {
        display: grid;
        grid-template-columns: 1.6em 1fr auto;
        gap: 0.4em;
        width: 100%;
        padding: 0.25em 0.6em;
        text-align: inherit;
        font-size: var(--small);
        line-height: 1.25;
        font-variant-numeric: tabular-nums;
        align-items: center;
        background: none;
        border: 0;
        border-inline-start: 5px solid var(--hue);
        border-radius: 0;
        border-bottom: 1px solid var(--edge);
      }
      @media (max-width: 16em) {
        button {
          grid-template-columns: 1.6em minmax(0, 1fr);
        }
        button .muted {
          grid-column: 2;
        }
      }
      button[aria-pressed='true'] {
        outline-offset: -3px;
      }
      :focus-visible {
        outline-offset: -3px;
      }
      .way {
        color: var(--hue);
        font-weight: 700;
      }
      button[aria-pressed='true'] .way,
      button[aria-pressed='true'] .muted {
        color: inherit;
      }
      .words {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .http {
        --hue: var(--http);
      }
      .ws {
        --hue: var(--ws);
      }
      .shared,
      .terminal {
        --hue: var(--muted);
      }
      p {
        padding: 0.3rem 0.1rem;
      }
    `,
  ];

  @property({ attribute: false }) accessor history!: LineHistory;
  /** Only what had been sent by then, by the server's clock in ms; undefined: up to now. */
  @property({ attribute: false }) accessor until: number | undefined;
  @property({ attribute: false }) accessor heartbeats = false;
  @property({ attribute: false }) accessor chosen: Message | undefined;
  @query('ol') accessor #list!: HTMLOListElement;

  @query('.scroll') accessor #scroll!: HTMLElement;

  #listed: Message[] = [];
  /** Somebody has scrolled away from the last message. */
  #scrolled = false;

  constructor() {
    super();
    follow(this, () => this.session, 'paint');
    follow(this, () => this.session, 'change');
  }

  override render(): TemplateResult {
    const visited = this.#visited;
    if (!visited) this.#listed = this.#last();
    const missing = this.#missing();
    return html`
      <div class="scroll" @scroll=${() => (this.#scrolled = true)}>
        <ol aria-label="Messages" translate="no" @keydown=${this.#move}>
          ${this.#listed.map((message) => this.#item(message))}
        </ol>
      </div>
      <p class="small muted" translate="no">
        ${missing > 0 ? `More happened than can be shown. Events missing here: ${missing}.` : nothing}
        ${
          this.#listed.length === 0
            ? 'No messages yet.'
            : visited
              ? 'The list is paused while you’re using it.'
              : 'Choose a message to see its bytes. Use ↑ and ↓ to move through the list.'
        }
      </p>
    `;
  }

  override updated(): void {
    // To look where it stands would cost a layout each time.
    if (!this.#scrolled || this.#visited) return;
    this.#scrolled = false;
    this.#scroll.scrollTop = 0;
  }

  /** Somebody reads or uses the list: it must not move under them. */
  get #visited(): boolean {
    return this.hasUpdated && this.#scroll.matches(':focus-within, :hover');
  }

  #last(): Message[] {
    const end = this.until ?? Number.POSITIVE_INFINITY;
    return this.history.messages
      .filter(({ sent, heartbeat }) => sent <= end && (this.heartbeats || !heartbeat))
      .slice(-LISTED);
  }

  /** How many events within the listed time the page was not told of. */
  #missing(): number {
    const [begin, end] = [this.#listed[0]?.sent ?? 0, this.until ?? Number.POSITIVE_INFINITY];
    return this.history.gaps
      .filter(({ from, to = end }) => from <= end && to >= begin)
      .reduce((sum, { dropped }) => sum + dropped, 0);
  }

  #item(message: Message): TemplateResult {
    const { side, direction, label } = message;
    const up = direction === 'up';
    return html`
      <li class=${side}>
        <button aria-pressed=${message.id === this.chosen?.id} @click=${() => this.#choose(message)}>
          <span class="way" aria-hidden="true">${up ? '→' : '←'}</span>
          <span class="words">
            <span class="hidden">
              ${NAMES[side]}, ${up ? 'to the server' : 'from the server'}:
            </span>
            ${label}
          </span>
          <span class="muted">${bytes(sizeOf(message))}, ${delay(message)}</span>
        </button>
      </li>
    `;
  }

  #choose(message: Message): void {
    this.dispatchEvent(new CustomEvent('choose', { detail: message }));
  }

  #move(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...this.#list.querySelectorAll('button')];
    const at = buttons.indexOf(this.shadowRoot?.activeElement as HTMLButtonElement);
    buttons[at + step]?.focus();
  }
}

/** How long it took, or what became of it. */
function delay({ sent, received, lost, untold }: Message): string {
  if (received !== undefined) return `${Math.round(received - sent)} ms`;
  if (lost !== undefined) return 'lost';
  return untold === undefined ? 'under way' : 'unknown';
}

declare global {
  interface HTMLElementTagNameMap {
    'message-list': MessageList;
  }
}
