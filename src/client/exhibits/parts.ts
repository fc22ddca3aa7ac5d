import { css, html, type TemplateResult } from 'lit';

/** A part of what something has cost each side; undefined where it is not known. */
export interface Part {
  name: string;
  note: string;
  /** How its stretch of the bar is drawn. */
  pattern: 'hatched' | 'solid' | 'striped' | 'pale' | 'dotted';
  left: number | undefined;
  right: number | undefined;
}

/** A row of the table that is no part: their sum, for example. */
export type Sum = Omit<Part, 'pattern'>;

/**
 * A cost of both sides with its parts: a bar for each side, and a table.
 * @param whole the first row below the parts; the bars are as long as it says
 * @param more further rows
 * @param write how a number is written
 */
export function partsOf(
  parts: Part[],
  [whole, ...more]: [Sum, ...Sum[]],
  label: string,
  write: (value: number | undefined) => string,
): TemplateResult {
  const most = Math.max(whole.left ?? 0, whole.right ?? 0, 1e-9);
  const bar = (side: 'left' | 'right') => html`
    <div class="bar" ?hidden=${!whole[side]} .style=${`width: ${((whole[side] ?? 0) / most) * 100}%`}>
      ${parts.map((part) => html`<i class=${part.pattern} .style=${`flex: ${part[side] ?? 0} 0 0`}></i>`)}
    </div>
  `;
  const row = ({ name, note, left, right }: Sum, pattern?: Part['pattern']) => html`
    <tr>
      <th scope="row">
        ${pattern && html`<i class="swatch ${pattern}" aria-hidden="true"></i>`}${name}
      </th>
      <td>${write(left)}</td>
      <td>${write(right)}</td>
      <td class="note muted">${note}</td>
    </tr>
  `;
  return html`
    <div class="bars" aria-hidden="true">
      <b class="http">Ask</b>
      <div class="http">${bar('left')}</div>
      <b class="ws">Be told</b>
      <div class="ws">${bar('right')}</div>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label=${label}>
      <table>
        <thead>
          <tr><th scope="col">For</th><th scope="col" class="http">Ask</th><th scope="col" class="ws">Be told</th><td class="note"></td></tr>
        </thead>
        <tbody>
          ${parts.map((part) => row(part, part.pattern))} ${[whole, ...more].map((sum) => row(sum))}
        </tbody>
      </table>
    </div>
  `;
}

/** Tables of both sides, and the bars above them. */
export const partsStyles = css`
  .http {
    --hue: var(--http);
  }
  .ws {
    --hue: var(--ws);
  }
  h3 {
    margin: 0.9rem 0 0.2rem;
    font-size: 1rem;
  }
  .bars {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.4rem 0.8rem;
    align-items: center;
    margin-bottom: 0.3rem;
  }
  .bars b {
    color: var(--hue);
  }
  .bar {
    display: flex;
    height: 2rem;
    border: 1.5px solid var(--hue);
    border-radius: 6px;
    overflow: hidden;
  }
  .bar[hidden] {
    display: none;
  }
  .hatched {
    background: repeating-linear-gradient(-45deg, var(--hue) 0 4px, var(--surface) 4px 9px);
  }
  .solid {
    background: var(--hue);
  }
  .striped {
    background: repeating-linear-gradient(90deg, var(--hue) 0 2px, var(--surface) 2px 6px);
  }
  .pale {
    background: color-mix(in srgb, var(--hue) 28%, var(--surface));
  }
  .dotted {
    background: radial-gradient(var(--hue) 1.3px, transparent 1.7px) 0 0 / 5px 5px;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-size: var(--small);
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.3rem 1rem 0.3rem 0;
    text-align: right;
    white-space: nowrap;
    border-bottom: 1px solid var(--edge);
  }
  th:first-child,
  .note {
    text-align: left;
  }
  thead th {
    color: var(--hue, inherit);
  }
  .swatch {
    --hue: var(--ink);
    display: inline-block;
    width: 1.3em;
    height: 1em;
    margin-right: 0.4em;
    vertical-align: -0.1em;
    border: 1px solid var(--ink);
  }
  @media (max-width: 700px) {
    .note {
      display: none;
    }
    th,
    td {
      padding-right: 0.5rem;
    }
  }
`;
