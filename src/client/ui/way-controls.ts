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
    case 'connection': {
      const hungUp = status.state === 'off' && status.hungUp;
      return html`
        <button class="main" translate="no" @click=${() => (hungUp ? side.start() : side.stop(true))}>
          ${hungUp ? 'Connect' : 'Disconnect'}
        </button>
      `;
    }
    case 'status':
      return html`<p class="control small" translate="no">${way.statusText[status.state]}</p>`;
  }
}
