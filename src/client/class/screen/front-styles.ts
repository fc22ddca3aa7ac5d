import { css } from 'lit';

/** The frame of the screen in front. */
export const frontStyles = css`
  .front {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 0.6rem;
    min-height: 100vh;
    padding: 0.6rem 1.4rem 0.8rem;
  }
  .front:not(.awake) {
    cursor: none;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.5rem;
    align-items: baseline;
    justify-content: space-between;
    font-variant-numeric: tabular-nums;
  }
  .lost {
    font-weight: 600;
    color: var(--fail);
  }
  main {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }
  .over {
    display: grid;
    flex: 1;
    place-content: center;
    gap: 1rem;
    text-align: center;
  }
  .said {
    position: fixed;
    z-index: 2;
    top: 0.4rem;
    left: 50%;
    width: max-content;
    max-width: 90vw;
    font-weight: 600;
    transform: translateX(-50%);
  }
  .said:not(:empty) {
    padding: 0.5rem 1.2rem;
    color: var(--ground);
    background: var(--ink);
    border-radius: 0.6rem;
  }
  .controls {
    position: fixed;
    z-index: 1;
    inset: auto 0 0;
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
    justify-content: center;
    padding: 0.6rem 1rem;
    background: var(--surface);
    border-top: 2px solid var(--line);
    opacity: 0;
  }
  .awake .controls,
  .controls:focus-within {
    opacity: 1;
  }
  .controls button {
    min-height: max(44px, 2.4em);
    padding-inline: 0.6em;
  }
  .controls kbd {
    margin-left: 0.5em;
    font: inherit;
    color: var(--muted);
  }
  dialog {
    width: min(62rem, calc(100vw - 3rem));
    max-height: calc(100dvh - 1.2rem);
    padding: 1.1rem 1.4rem;
    color: var(--ink);
    background: var(--ground);
    border: 2px solid var(--line);
    border-radius: 0.8rem;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.6);
  }
  dialog h2 {
    margin-bottom: 0.8rem;
    font-size: 1.4rem;
    line-height: 1.2;
  }
  dialog h2:focus {
    outline: none;
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.2rem 1.2rem;
    margin-bottom: 0.8rem;
  }
  dl kbd {
    display: inline-block;
    min-width: 2em;
    padding: 0 0.4em;
    font: inherit;
    font-weight: 600;
    text-align: center;
    border: 1px solid var(--line);
    border-bottom-width: 3px;
    border-radius: 0.3em;
  }
  .rounds {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr));
    gap: 0.6rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .rounds button {
    width: 100%;
    text-align: left;
  }
  .rounds [aria-current] {
    border-width: 4px;
    border-color: var(--ink);
  }
  .switch {
    display: flex;
    gap: 0.6rem;
    align-items: center;
    min-height: 44px;
  }
  .switch input {
    width: 1.2em;
    height: 1.2em;
    accent-color: var(--focus);
  }
  a {
    color: var(--ws);
  }
  .row {
    display: flex;
    gap: 0.6rem;
    align-items: end;
  }
  .solid {
    color: var(--ground);
    background: var(--ink);
    border-color: var(--ink);
  }
  .close {
    margin-top: 1rem;
  }
`;
