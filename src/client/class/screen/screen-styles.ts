import { css } from 'lit';

/** What the screen's phases share. Nothing is smaller than the body's text: 28 px on a screen of 1080. */
export const screenStyles = css`
  :host {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 0.8rem;
    min-width: 0;
    min-height: 0;
  }
  h1 {
    margin: 0;
    font-size: 1.7rem;
    line-height: 1.2;
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  h1:focus {
    outline: none;
  }
  p {
    line-height: 1.35;
  }
  .http {
    --hue: var(--http);
  }
  .ws {
    --hue: var(--ws);
  }
  .letter {
    display: inline-grid;
    flex: none;
    place-items: center;
    width: 1.7em;
    height: 1.7em;
    font-weight: 600;
    border: 2px solid currentcolor;
    border-radius: 50%;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
`;
