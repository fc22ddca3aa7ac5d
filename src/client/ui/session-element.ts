import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Session } from '../session/session.ts';

/** An element that shows something of the session; what of it, it {@link follow}s. */
export class SessionElement extends LitElement {
  @property({ attribute: false }) accessor session!: Session;
  readonly #update = () => this.requestUpdate();

  /** Renders in the next frame there is time for: for what may change many times a second. */
  protected readonly updateInFrame = () => this.session.frames.request(this.#update);
}
