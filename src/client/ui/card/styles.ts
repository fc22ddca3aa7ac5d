import { css } from 'lit';

/** The two mirrored cards: all that differs between them is the hue. */
export const card = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    container-type: inline-size;
    background: var(--surface);
    border: 1px solid var(--edge);
    border-top: 0.375rem solid var(--hue);
    border-radius: 0.875rem;
    padding: clamp(0.5rem, 1.1vw, 0.9rem) clamp(0.6rem, 1.6vw, 1.1rem) 0.3rem;
    gap: 0.35rem;
  }
  .heading {
    display: grid;
    align-items: start;
  }
  .heading > * {
    grid-area: 1 / 1;
  }
  .other {
    visibility: hidden;
  }
  h2,
  .other {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.5em;
    font-size: var(--title);
    font-weight: 700;
    line-height: 1.2;
    color: var(--hue);
  }
  h2 small,
  .other small {
    font-size: var(--small);
    font-weight: 400;
    color: var(--muted);
  }
  .controls {
    display: grid;
    gap: 0.35rem 1rem;
    align-items: center;
    min-height: var(--controls-height, 44px);
  }
  .controls p {
    line-height: 1.3;
  }
  .way,
  .control {
    display: var(--control-display);
  }
  p.way {
    display: var(--way-display);
    align-items: center;
  }
  .select {
    display: none;
  }
  .select select {
    width: 100%;
    padding-inline: 0.4em;
    text-overflow: ellipsis;
  }
  @container (max-width: 7.5em) {
    .select select,
    button.main {
      font-size: 0.9rem;
      padding-inline: 0.2em;
    }
  }
  /* Where all ways fit into one row; elsewhere they are a list, and the prices stay level. */
  @container (min-width: 27em) {
    choice-row.way,
    p.way {
      font-size: var(--tiny);
      min-height: 44px;
    }
  }
  @container (max-width: 27em) {
    choice-row.way {
      display: none;
    }
    .select {
      display: var(--control-display);
    }
    /* As high as the other's words, so that the prices stay level where text is large, too. */
    .select,
    p.way {
      min-height: max(44px, 2.1rem);
      line-height: 1.2;
    }
  }
  /* Too narrow for one of the two headings is too narrow for both: the prices stay level. */
  @container (max-width: 11em) {
    h2,
    .other {
      display: grid;
    }
    .rest {
      display: none;
    }
  }
  button.main {
    display: var(--control-display);
    padding-inline: 0.3em;
    font-weight: 600;
  }
  @media (prefers-reduced-motion: no-preference) {
    .pulse button.solid {
      animation: pulse 1.2s 2;
    }
    @keyframes pulse {
      50% {
        box-shadow: 0 0 0 8px color-mix(in srgb, var(--hue) 35%, transparent);
      }
    }
  }
  button.solid {
    color: var(--on-hue);
    background: var(--hue);
    border-color: var(--hue);
  }
  button[aria-disabled='true'] {
    cursor: progress;
    opacity: 0.85;
  }
  .note {
    display: var(--note-display, grid);
    align-items: center;
    min-height: 2.6em;
    line-height: 1.3;
    font-size: var(--small);
  }
  .foot {
    display: var(--foot-display, flex);
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
  }
  @container (min-width: 22em) {
    .controls {
      grid-template-columns: var(--control-columns);
    }
    .controls:has(choice-row) {
      grid-template-columns: none;
    }
  }
  @container (min-width: 30em) {
    .controls:has(choice-row) {
      grid-template-columns: var(--choice-columns);
    }
  }
  price-chart {
    position: relative;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    flex: var(--chart-flex, none);
    margin-top: auto;
    min-height: var(--chart-least, 0);
  }
  .note.bad {
    color: var(--fail);
    font-weight: 600;
  }
  .dot {
    color: var(--hue);
  }
`;
