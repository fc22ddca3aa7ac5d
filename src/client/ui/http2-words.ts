import { html, nothing, type TemplateResult } from 'lit';
import type { Session } from '../session/session.ts';
import { bytes } from './format.ts';

/** What both sides share over HTTP/2, in a sentence; nothing over HTTP/1.1. */
export function sharedWords({ http2, instruments }: Session): string {
  const { shared } = instruments.bytes ?? {};
  if (!http2.on || !shared) return '';
  const { frames, tls } = shared;
  return `HTTP/2: each side’s bytes are the frames of its own streams. Shared by both, and in neither’s: ${bytes(frames)} of frames for the connection as a whole, and ${bytes(tls)} that TLS has added.`;
}

/** What an exhibit says that shows messages: those of HTTP/2 it can't show. */
export function noMessages({ http2 }: Session): TemplateResult | typeof nothing {
  return http2.on
    ? html`<p translate="no"><b>Both sides use HTTP/2 now, whose frames are not shown here, nor saved in a file. Choose HTTP/1.1 (Break the line) to see the messages.</b></p>`
    : nothing;
}
