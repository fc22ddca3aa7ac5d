import { html, type TemplateResult } from 'lit';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { headAndBody, headerOf } from '../messages/message.ts';
import { historyOf, type LineHistory } from '../messages/message-history.ts';

/** The handshake of this page's own line, computed again step by step. */
export class HandshakeExhibit extends SessionElement {
  static override styles = base;

  #history: LineHistory | undefined;

  protected follows(): [EventTarget, ...string[]][] {
    this.#history ??= historyOf(this.session);
    return [[this.#history, 'change']];
  }

  override render(): TemplateResult {
    const { request, answer } = this.#history?.handshake ?? {};
    const value = (bytes: Uint8Array | undefined, name: string) =>
      (bytes && headerOf(headAndBody(bytes).head, name)) ?? '';
    return html`
      <handshake-steps
        .sentKey=${value(request?.bytes, 'sec-websocket-key')}
        .sentAccept=${value(answer?.bytes, 'sec-websocket-accept')}
      ></handshake-steps>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'handshake-exhibit': HandshakeExhibit;
  }
}
