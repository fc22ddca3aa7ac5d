import { css } from 'lit';

/** What the phone's screens share: one column, large, for one thumb. */
export const phoneStyles = css`
  :host {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 0.9rem;
    min-width: 0;
  }
  h1 {
    margin: 0;
    font-size: clamp(1.4rem, 7vw, 2rem);
    line-height: 1.2;
    letter-spacing: -0.015em;
    overflow-wrap: break-word;
  }
  h1:focus {
    outline: none;
  }
  p {
    line-height: 1.4;
  }
  button {
    min-height: 56px;
    font-weight: 600;
  }
  button.solid {
    color: var(--ground);
    background: var(--ink);
    border-color: var(--ink);
  }
  .http {
    --hue: var(--http);
  }
  .ws {
    --hue: var(--ws);
  }
`;
