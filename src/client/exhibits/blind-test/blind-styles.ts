import { css } from 'lit';

export const blindStyles = css`
      :host {
        max-width: 62rem;
        margin: 0 auto;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
        justify-content: space-between;
      }
      h1 {
        margin: 0;
        font-size: clamp(1.45rem, 3vw, 1.9rem);
      }
      @media (max-width: 30em) {
        h1 {
          flex-basis: 100%;
        }
      }
      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: clamp(0.5rem, 2vw, 1.25rem);
        margin: 0.8rem 0;
      }
      section {
        min-width: 0;
        padding: 0.6rem 1rem;
        text-align: center;
        border: 2px solid var(--line);
        border-radius: 14px;
        background: var(--surface);
        container-type: inline-size;
      }
      h2 {
        font-size: var(--title);
      }
      .price {
        min-height: 1.2em;
        font-size: min(var(--price), 19cqi);
        font-weight: 700;
        line-height: 1.2;
        font-variant-numeric: tabular-nums;
      }
      .questions {
        display: grid;
        gap: 0.9rem;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
        margin: 0.8rem 0;
      }
      h3 {
        margin-bottom: 0.3rem;
        font-size: 1rem;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .last {
        margin-top: 0.9rem;
      }
      .main {
        font-weight: 600;
        color: var(--ground);
        background: var(--ink);
      }
      .verdict {
        padding: 0.6rem 0.9rem;
        margin: 0.8rem 0;
        border: 2px solid var(--line);
        border-inline-start-width: 8px;
        border-radius: 10px;
      }
      .verdict b {
        font-size: 1.15em;
      }
    `;
