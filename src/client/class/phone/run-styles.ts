import { css } from 'lit';

/** A run on a phone; its colours come from the page around it. */
export const runStyles = css`
  .run {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 0.8rem;
    padding-bottom: env(safe-area-inset-bottom);
  }
  h1 {
    font-size: clamp(1.15rem, 5.4vw, 1.5rem);
    color: var(--accent);
  }
  .watch h1 {
    font-size: 1.6rem;
    color: inherit;
  }
  .middle {
    display: grid;
    flex: 1;
    align-content: center;
    justify-items: center;
    gap: 0.3rem;
    text-align: center;
  }
  .price {
    font-size: min(19.5vw, 26vh, 9rem);
    font-weight: 700;
    line-height: 1.05;
    letter-spacing: -0.02em;
    font-variant-numeric: tabular-nums;
  }
  .news {
    min-height: 1.5em;
    font-size: clamp(1.3rem, 7vw, 2rem);
    line-height: 1.2;
  }
  .stale .price {
    color: var(--aged);
  }
  .state {
    display: flex;
    gap: 0.4em;
    align-items: center;
    min-height: 1.7em;
    font-size: 1.1rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .mark {
    display: inline-grid;
    flex: none;
    place-items: center;
    width: 1.4em;
    height: 1.4em;
    color: var(--on-accent);
    background: var(--accent);
    border-radius: 50%;
  }
  .stale .state {
    color: var(--wrong);
  }
  .stale .mark {
    background: var(--wrong);
    border-radius: 4px;
  }
  .line {
    min-height: 2.8em;
    text-align: center;
  }
  .big {
    min-height: 88px;
    font-size: 1.5rem;
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
    border-radius: 18px;
    touch-action: manipulation;
  }
  /* A phone on its side: the price beside what is pressed. */
  @media (max-height: 480px) and (orientation: landscape) {
    .run {
      display: grid;
      grid-template-columns: 3fr 2fr;
      align-content: center;
    }
    h1,
    .watch .middle {
      grid-column: 1 / -1;
    }
    .middle {
      grid-row: 2 / span 4;
    }
    .price {
      font-size: min(12vw, 30vh);
    }
    .line {
      min-height: 0;
    }
    .big {
      min-height: 60px;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .news b {
      display: inline-block;
      animation: land 250ms ease-out;
    }
    @keyframes land {
      from {
        transform: scale(1.5);
      }
    }
  }
`;
