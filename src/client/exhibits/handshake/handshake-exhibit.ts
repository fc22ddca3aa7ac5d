import { html, type TemplateResult } from 'lit';
import { follow } from '../../ui/follow.ts';
import { SessionElement } from '../../ui/session-element.ts';
import { base } from '../../ui/styles.ts';
import { headAndBody, headerOf } from '../messages/message.ts';
import { historyOf } from '../messages/message-history.ts';

/** The handshake of this page's own line, computed again step by step. */
export class HandshakeExhibit extends SessionElement {
  static override styles = base;

  constructor() {
    super();
    follow(this, () => historyOf(this.session), 'change');
  }

  override render(): TemplateResult {
    const { request, answer } = historyOf(this.session).handshake;
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
