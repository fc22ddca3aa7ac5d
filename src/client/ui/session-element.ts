import { LitElement, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { Session } from '../session/session.ts';

/** An element that shows something of the session and renders anew when that changes. */
export abstract class SessionElement extends LitElement {
  @property({ attribute: false }) accessor session!: Session;

  #listening: AbortController | undefined;

  /**
   * What to follow, each with the events that make this element render. Asked anew at each
   * connection to the page; here is the place to {@link listen} for what needs more than that.
   */
  protected abstract follows(): [EventTarget, ...string[]][];

  override willUpdate(changed: PropertyValues): void {
    // What is off the page follows nothing until it is back.
    if (!this.isConnected || (!changed.has('session') && this.#listening)) return;
    this.#listening?.abort();
    this.#listening = new AbortController();
    for (const [target, ...types] of this.follows()) {
      for (const type of types) this.listen(target, type, () => this.requestUpdate());
    }
  }

  /** Listens as long as this element is on the page. */
  protected listen(target: EventTarget, type: string, listener: (event: Event) => void): void {
    if (this.#listening)
      target.addEventListener(type, listener, { signal: this.#listening.signal });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.#listening) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening?.abort();
    this.#listening = undefined;
  }
}
