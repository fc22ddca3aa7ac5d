import { css } from 'lit';

export const replayStyles = css`
  dialog {
    /* The projector's and a frame's sizes are for the live page. */
    --chart: clamp(3.6rem, 14vh, 9rem);
    --chart-position: static;
    --chart-flex: none;
    --chart-least: 0;
    --chart-display: block;
    --price: clamp(1.75rem, min(7vw, 11vh), 5rem);
    --headline-display: grid;
    --minor-display: grid;
    --note-display: grid;
    width: 100vw;
    max-width: none;
    height: 100dvh;
    max-height: none;
    margin: 0;
    padding: clamp(0.5rem, 1.6vh, 1.25rem) clamp(0.6rem, 2.5vw, 2rem);
    color: var(--ink);
    background: var(--ground);
    border: 0;
    overflow: auto;
  }
  dialog > * {
    max-width: 1500px;
    margin-inline: auto;
  }
  .head,
  .controls,
  label {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 1rem;
    align-items: center;
  }
  .head {
    justify-content: space-between;
  }
  h2 {
    font-size: var(--title);
    line-height: 1.2;
  }
  h3 {
    margin-top: 0.6rem;
  }
  #origin {
    margin-block: 0.4rem 0.6rem;
    padding: 0.4rem 0.9rem;
    border: 2px solid var(--ink);
    border-radius: 12px;
    font-weight: 600;
  }
  .browser {
    overflow-wrap: anywhere;
  }
  .play {
    min-width: 6em;
    color: var(--ground);
    background: var(--ink);
    font-weight: 600;
  }
  label {
    flex: 1 1 18rem;
  }
  input {
    flex: 1 1 10rem;
    min-width: 0;
    height: 44px;
    accent-color: var(--focus);
  }
  output {
    min-width: 8.5em;
    font-weight: 700;
    font-variant-numeric: tabular-nums;
  }
  .bad {
    min-height: 1.5em;
    color: var(--fail);
    font-weight: 600;
  }
  .sides {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: clamp(0.5rem, 1.5vw, 1.25rem);
    margin-block: 0.4rem 0.6rem;
  }
  .http {
    --hue: var(--http);
  }
  .ws {
    --hue: var(--ws);
  }
  ol {
    margin: 0.3rem 0;
    padding: 0;
    list-style: none;
    font-size: var(--small);
    font-variant-numeric: tabular-nums;
  }
`;
