import { html, type TemplateResult } from 'lit';
import type { Session } from '../../session/session.ts';
import type { Side } from '../../session/side.ts';

/**
 * A card's heading, as high as the other card's: the prices below stay level at any width.
 * @param small what stands beside it
 */
export function cardHeading(
  { left, right }: Session,
  own: Side,
  small = (side: Side) => (side === left ? 'HTTP' : side.way.label),
): TemplateResult {
  const words = (side: Side) =>
    html`<span>${side.way.heading}</span> <small>${small(side)}</small>`;
  return html`
    <div class="heading">
      <h2>${words(own)}</h2>
      <div class="other">${words(own === left ? right : left)}</div>
    </div>
  `;
}
