import { html, type TemplateResult } from 'lit';
import { MESSAGES_KEPT } from '../../../protocol/limits.ts';
import type { RecordedMessage, Recording } from '../../recording/recording.ts';
import { bytes, milliseconds, seconds } from '../../ui/format.ts';
import { NAMES } from '../messages/message.ts';

/** How many of the last messages are listed. */
const LISTED = 8;

/**
 * The messages that had been sent by a moment, the last of them in a list.
 * @param begins the beginning of the run; both are server time, in ms
 */
export function replayMessages(
  { messages }: Recording,
  moment: number,
  begins: number,
): TemplateResult {
  if (!messages) {
    return html`
      <p class="small muted">
        No messages were recorded. To have them, open “Messages” before you save a run.
      </p>
    `;
  }
  const sent = messages.filter((message) => message.sent <= moment);
  return html`
    <h3>Messages</h3>
    <p class="small muted" translate="no">
      ${sent.length} of ${messages.length} by now, the newest first.
      ${messages.length === MESSAGES_KEPT ? `Only the last ${MESSAGES_KEPT} were recorded.` : ''}
    </p>
    <ol translate="no">
      ${sent
        .slice(-LISTED)
        .reverse()
        .map((message) => html`<li>${described(message, moment, begins)}</li>`)}
    </ol>
  `;
}

function described(message: RecordedMessage, moment: number, begins: number): string {
  const { side, kind, direction, sent, received, lost } = message;
  const arrow = direction === 'up' ? '→ server' : '← server';
  let fate = 'on its way';
  if (received !== undefined && received <= moment) fate = `took ${milliseconds(received - sent)}`;
  else if (lost !== undefined && lost <= moment) fate = 'lost';
  return `${seconds(sent - begins)} · ${NAMES[side]} ${arrow} · ${kind}, ${bytes(message.bytes)} · ${fate}`;
}
