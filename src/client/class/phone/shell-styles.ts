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
  main.run {
    padding-top: 0;
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
