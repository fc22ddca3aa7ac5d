import { css } from 'lit';

/** The frame around whatever the phone shows. */
export const shellStyles = css`
  :host {
    --edge-space: clamp(0.8rem, 4vw, 1.25rem);
    gap: 0;
    max-width: 34rem;
    min-height: 100vh;
    min-height: 100dvh;
    margin: 0 auto;
    padding: 0 var(--edge-space) var(--edge-space);
  }
  a {
    display: inline-grid;
    place-items: center;
    min-height: 44px;
    color: var(--ws);
  }
  /* Dark in a run, in both themes, so that turning bright is seen across the room. */
  :host([running]) {
    --accent: var(--hue, var(--ink));
    --on-accent: var(--ground);
    --aged: var(--muted);
    --wrong: var(--fail);
    color-scheme: dark;
    color: var(--ink);
    background: var(--ground);
    box-shadow: 0 0 0 100vmax var(--ground);
    clip-path: inset(0 -100vmax);
  }
  :host([running='http']) {
    --hue: var(--http);
  }
  :host([running='ws']) {
    --hue: var(--ws);
  }
  :host([bright]) {
    --accent: var(--on-hue);
    --on-accent: var(--hue);
    --aged: var(--on-hue);
    --wrong: var(--on-hue);
    --focus: var(--on-hue);
    color: var(--on-hue);
    background: var(--hue);
    box-shadow: 0 0 0 100vmax var(--hue);
  }
  :host([bright]) .bar,
  :host([bright]) .bar .lost {
    color: inherit;
  }
  @media (max-height: 480px) and (orientation: landscape) {
    :host([running]) {
      max-width: 54rem;
    }
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    align-items: center;
    justify-content: space-between;
    min-height: 2.6rem;
    font-size: var(--small);
    color: var(--muted);
  }
  .bar b {
    font-variant-numeric: tabular-nums;
  }
  .lost {
    font-weight: 600;
    color: var(--fail);
  }
  .away {
    padding: 0.4rem 0.7rem;
    font-size: var(--small);
    font-weight: 600;
    border: 2px solid var(--line);
    border-radius: 10px;
  }
  main {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 0.9rem;
    padding-top: 0.6rem;
  }
  .center {
    display: grid;
    flex: 1;
    align-content: center;
    justify-items: center;
    gap: 1rem;
    text-align: center;
  }
  .center button {
    padding-inline: 1.5rem;
  }
  .tick {
    width: min(46vw, 30vh, 220px);
    color: var(--ws);
  }
  .hint {
    display: grid;
    gap: 0.6rem;
    padding: 0.8rem 0.9rem;
    text-align: left;
    background: var(--surface);
    border: 2px solid var(--line);
    border-left-width: 8px;
    border-radius: 12px;
  }
  .said {
    font-weight: 600;
  }
  .said:not(:empty) {
    padding: 0.4rem 0;
  }
`;
