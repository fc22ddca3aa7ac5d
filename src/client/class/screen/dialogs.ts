import { html, nothing, type TemplateResult } from 'lit';
import { shortcuts } from '../../settings/shortcuts.ts';
import { SCREEN_KEYS, STEERING_KEYS } from '../class-keys.ts';
import type { Desk } from '../desk.ts';

/** What can be laid over the screen. */
export type DialogName = 'join' | 'rounds' | 'keys' | 'end';

/** @param close takes the dialog away */
export function dialogContent(name: DialogName, desk: Desk, close: () => void): TemplateResult {
  const content = { join, rounds, keys, end }[name];
  return html`${content(desk, close)}`;
}

const shut = (close: () => void, label = 'Close') =>
  html`<button class="close" @click=${close}>${label}</button>`;

function join(desk: Desk, close: () => void): TemplateResult {
  return html`
    <h2 id="dialog-title" tabindex="-1" autofocus>Join with your phone</h2>
    ${desk.snapshot ? html`<join-card .snapshot=${desk.snapshot}></join-card>` : nothing}
    ${shut(close)}
  `;
}

function rounds(desk: Desk, close: () => void): TemplateResult {
  const begin = (id: string) => () => {
    desk.begin(id);
    close();
  };
  return html`
    <h2 id="dialog-title" tabindex="-1" autofocus>Begin with a round</h2>
    <ol class="rounds">
      ${desk.snapshot?.rounds?.map(
        ({ id, title }, i) => html`
          <li>
            <button
              aria-current=${id === desk.snapshot?.round?.id ? 'step' : nothing}
              @click=${begin(id)}
            >
              ${i + 1}. ${title}
            </button>
          </li>
        `,
      )}
    </ol>
    ${shut(close)}
  `;
}

function keys(_desk: Desk, close: () => void): TemplateResult {
  const all = [
    ...STEERING_KEYS,
    ...Object.entries(SCREEN_KEYS).map(([key, does]) => [key.toUpperCase(), does] as const),
  ];
  return html`
    <h2 id="dialog-title" tabindex="-1" autofocus>Keys</h2>
    <dl>
      ${all.map(
        ([keys, does]) => html`
          <dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt>
          <dd>${does}</dd>
        `,
      )}
    </dl>
    <label class="switch">
      <input
        type="checkbox"
        .checked=${shortcuts.on}
        @change=${({ target }: Event) => {
          shortcuts.on = (target as HTMLInputElement).checked;
        }}
      />
      Letters act as keys
    </label>
    <p>
      Your own notes: open this screen’s link on your phone with <b>?notes</b> before the <b>#key</b>, or
      <a href="?notes" target="_blank" rel="opener">open them on this computer</a>, where nobody looks.
    </p>
    ${shut(close)}
  `;
}

function end(desk: Desk, close: () => void): TemplateResult {
  const yes = () => {
    desk.steer('end');
    close();
  };
  return html`
    <h2 id="dialog-title" tabindex="-1" autofocus>End the class?</h2>
    <p>Every phone leaves, and the code stops working. Save the report first: nothing is stored.</p>
    <div class="row">
      <button class="solid" @click=${yes}>End the class</button>
      ${shut(close, 'Go on')}
    </div>
  `;
}
