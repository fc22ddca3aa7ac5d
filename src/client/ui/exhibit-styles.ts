import { css, html, type TemplateResult } from 'lit';

/** Bytes and what was on the wire, word for word. */
export const mono = css`
  .mono,
  pre {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: 0.85rem;
  }
  pre {
    margin: 0.2rem 0;
    line-height: var(--leading, 1.5);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;

/** Where a number comes from, in one small word. */
export const seen = (how: 'measured' | 'calculated' | 'simulated'): TemplateResult =>
  html`<small class="muted">${how}</small>`;
