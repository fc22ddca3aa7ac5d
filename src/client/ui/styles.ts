import { type CSSResult, css } from 'lit';

/** What every element of the page shares; colours and sizes are tokens of style.css. */
export const base = css`
  :host {
    display: block;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  h4,
  h5,
  p,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  button,
  select {
    font: inherit;
    min-height: 44px;
    min-width: 44px;
    padding: 0.3em 1em;
    color: var(--ink);
    background: var(--surface);
    border: 1.5px solid var(--line);
    border-radius: 10px;
    cursor: pointer;
  }
  button:hover,
  select:hover {
    border-color: var(--ink);
  }
  button[aria-pressed='true'] {
    color: var(--ground);
    background: var(--ink);
    border-color: var(--ink);
  }
  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  small,
  .small {
    font-size: var(--small);
  }
  .muted {
    color: var(--muted);
  }
  /* Words keep the order of their own language, where the page is read from the other side. */
  :where(*) {
    unicode-bidi: plaintext;
  }
  pre,
  canvas,
  svg {
    direction: ltr;
  }
  pre {
    text-align: left;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** A ground of slanted stripes. It is made of tiles: Firefox leaves gaps in a repeating gradient as wide as a bar. */
export const stripes = (one: CSSResult, other: CSSResult): CSSResult =>
  css`linear-gradient(-45deg, ${one} 25%, ${other} 25% 50%, ${one} 50% 75%, ${other} 75%) 0 0 / 0.875rem 0.875rem`;

/** Numbers in rows and columns, in a region that scrolls sideways. */
export const tables = css`
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
    padding-block: var(--row, 0.3rem);
    padding-inline: 0 1rem;
    text-align: end;
    white-space: nowrap;
    border-bottom: 1px solid var(--edge);
  }
  thead th {
    white-space: normal;
    vertical-align: bottom;
  }
  tr > :last-child {
    padding-inline-end: 0;
  }
`;
