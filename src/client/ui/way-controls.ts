import { html, type TemplateResult } from 'lit';
import type { Session } from '../session/session.ts';
import type { Side } from '../session/side.ts';
import { POLLS, type Poll } from '../settings/url-settings.ts';

const intervals = POLLS.map((s): [Poll, string] => [s, `${s === '0.5' ? '½' : s} s`]);

/** What the visitor can do with the way of a side, or how it stands where there is nothing to do. */
export function wayControls(session: Session, side: Side): TemplateResult {
  const { way, status } = side;
  switch (way.controls) {
    case 'button':
      return html`
        <button
          class="main solid"
          translate="no"
          aria-disabled=${status.state === 'asking'}
          @click=${() => side.press()}
        >
          ${way.statusText[status.state] ?? 'Get price'}
        </button>
      `;
    case 'interval':
      return html`
        <choice-row
          class="control"
          label="Ask every"
          .options=${intervals}
          .value=${session.settings.poll}
          @choose=${({ detail }: CustomEvent<Poll>) => session.commands.setLeft(session.settings.left, detail)}
        ></choice-row>
      `;
    case 'connection':
      return connection(side);
    case 'status':
      return html`<p class="control small" translate="no">${way.statusText[status.state]}</p>`;
  }
}

/** Opens a line, closes it, or gives up trying: whichever there is to do now. */
function connection(side: Side): TemplateResult {
  const { status } = side;
  const off = status.state === 'off';
  // Before the page itself has begun, there is nothing to connect to.
  const waits = off && !status.hungUp;
  const act = () => {
    if (off && status.hungUp) side.start();
    else if (!off) side.stop(true);
  };
  const label = off ? 'Connect' : status.state === 'open' ? 'Disconnect' : 'Stop trying';
  return html`
    <button class="main" translate="no" aria-disabled=${waits} @click=${act}>${label}</button>
  `;
}
