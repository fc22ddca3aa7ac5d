import { LitElement, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { Session } from './session.ts';

/** An element that shows something of the session and renders anew when that changes. */
export abstract class SessionElement extends LitElement {
  @property({ attribute: false }) accessor session!: Session;

  #listening: AbortController | undefined;

  /** What to follow, each with the events that make this element render. */
  protected abstract follows(): [EventTarget, ...string[]][];

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('session') && this.#listening) return;
    this.#listening?.abort();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    for (const [target, ...types] of this.follows()) {
      for (const type of types) {
        target.addEventListener(type, () => this.requestUpdate(), { signal });
      }
    }
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
