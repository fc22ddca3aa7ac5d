import { css, html, type TemplateResult } from 'lit';
import { stripes, tables } from './styles.ts';

/** A part of a cost: which number it is, how its stretch of the bar is drawn, and in words. */
export type Part<Key> = [
  key: Key,
  pattern: 'hatched' | 'solid' | 'striped' | 'pale' | 'dotted',
  name: string,
  note: string,
];

/** A number of both sides; undefined where it is not known. */
export interface Row {
  name: string;
  note: string;
  left: number | undefined;
  right: number | undefined;
}

type Numbers<Key extends string> = Readonly<Record<Key, number>> | undefined;

/**
 * A cost of both sides with its parts: a bar for each side, and a table.
 * @param left the parts' numbers where the browser asks
 * @param right the same where it is told
 * @param rows below the parts; the bars are as long as the first of them says
 * @param label what the table is about
 * @param write how a number is written
 */
export function partsOf<Key extends string>(
  parts: readonly Part<Key>[],
  left: Numbers<Key>,
  right: Numbers<Key>,
  rows: [whole: Row, ...Row[]],
  label: string,
  write: (value: number | undefined) => string,
): TemplateResult {
  const [whole] = rows;
  const most = Math.max(whole.left ?? 0, whole.right ?? 0);
  const bar = (numbers: Numbers<Key>, all = 0) => html`
    <div class="bar" ?hidden=${all === 0} .style=${`width: ${(all / most) * 100}%`}>
      ${parts.map(([key, pattern]) => html`<i class=${pattern} .style=${`flex: ${numbers?.[key] ?? 0} 0 0`}></i>`)}
    </div>
  `;
  const row = ({ name, note, left, right }: Row, swatch?: TemplateResult) => html`
    <tr>
      <th scope="row">${swatch}${name}</th>
      <td translate="no">${write(left)}</td>
      <td translate="no">${write(right)}</td>
      <td class="note muted">${note}</td>
    </tr>
  `;
  return html`
    <div class="bars" aria-hidden="true">
      <b class="http">Ask</b>
      <div class="http">${bar(left, whole.left)}</div>
      <b class="ws">Be told</b>
      <div class="ws">${bar(right, whole.right)}</div>
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label=${label}>
      <table>
        <thead>
          <tr><th scope="col">For</th><th scope="col" class="http">Ask</th><th scope="col" class="ws">Be told</th><td class="note"></td></tr>
        </thead>
        <tbody>
          ${parts.map(([key, pattern, name, note]) =>
            row(
              { name, note, left: left?.[key], right: right?.[key] },
              html`<i class="swatch ${pattern}" aria-hidden="true"></i>`,
            ),
          )}
          ${rows.map((sum) => row(sum))}
        </tbody>
      </table>
    </div>
  `;
}

/** The bars, and what is special about the table below them. */
export const partsStyles = css`
  ${tables}
  .http {
    --hue: var(--http);
  }
  .ws {
    --hue: var(--ws);
  }
  h4 {
    margin: var(--air, 0.9rem) 0 0.2rem;
    font-size: 1rem;
  }
  .bars {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--air, 0.4rem) 0.8rem;
    align-items: center;
    margin-bottom: 0.3rem;
  }
  .bars b {
    color: var(--hue);
  }
  .bar {
    display: flex;
    height: var(--bar, 2rem);
    border: 1.5px solid var(--hue);
    border-radius: 6px;
    overflow: hidden;
  }
  .bar[hidden] {
    display: none;
  }
  .hatched {
    background: ${stripes(css`var(--hue)`, css`var(--surface)`)};
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
  th:first-child,
  .note {
    text-align: inherit;
  }
  .note {
    white-space: normal;
  }
  /* Where little fits, both numbers come before the words about them. */
  @media (max-width: 43.75em) {
    th:first-child {
      min-width: 6em;
      white-space: normal;
    }
    th,
    td {
      padding-inline-end: 0.6rem;
    }
  }
  thead th {
    color: var(--hue, inherit);
  }
  .swatch {
    --hue: var(--ink);
    display: inline-block;
    width: 1.3em;
    height: 1em;
    margin-inline-end: 0.4em;
    vertical-align: -0.1em;
    border: 1px solid var(--ink);
  }
  @media (max-width: 43.75em) {
    .note {
      display: none;
    }
    th,
    td {
      padding-inline-end: 0.5rem;
    }
  }
  @media (max-width: 22em) {
    table {
      font-size: var(--tiny);
    }
  }
`;
