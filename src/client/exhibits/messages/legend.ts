import { html, nothing, type TemplateResult } from 'lit';
import type { LinePart } from '../../../protocol/tab.ts';
import { NAMES } from './message.ts';

/** Who the lanes belong to. @param others those beside the two sides */
export const headings = (others: readonly LinePart[]): TemplateResult => html`
  <p class="sides">
    <span></span>
    ${(['http', 'ws', ...others] as const).map(
      (user) => html`<span class=${user}>${NAMES[user]}</span>`,
    )}
  </p>
`;

/** What the lines and signs of the picture mean. @param http2 whether frames of HTTP/2 are among them */
export const legend = (http2: boolean): TemplateResult => html`
  <p class="legend small muted">
    Time runs down. An arrow begins when a message is sent and ends when it is received: its slope is the
    delay. Solid: a request, or sent without being asked (with a round tail); dashed: an answer. Price
    changes: ● delivered, ○ missed. Hatched bar: a request that the server holds. Grey hatching: more
    happened than can be shown; ? marks a message whose fate is unknown. Bytes and times are measured at the
    server’s TCP sockets, at both ends of the simulated line; the slopes leave out your real network delay.
    ${
      http2
        ? 'Over HTTP/2 each arrow is a frame: DATA #5 is of the stream with the number 5. Frames of the connection as a whole are shared: neither side’s. Where there is little room, only the list has them.'
        : nothing
    }
  </p>
`;
