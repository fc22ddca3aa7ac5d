import { css } from 'lit';

/** A run on a phone: dark in both themes, so that turning bright is seen across the room. */
export const runStyles = css`
  :host {
    color-scheme: dark;
    margin: 0 calc(-1 * var(--edge-space)) calc(-1 * var(--edge-space));
    color: var(--ink);
    background: var(--ground);
  }
  .run {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 0.8rem;
    padding: 1rem var(--edge-space) max(var(--edge-space), env(safe-area-inset-bottom));
  }
  h1 {
    font-size: clamp(1.15rem, 5.4vw, 1.5rem);
    color: var(--hue);
  }
  .watch h1 {
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
    font-size: min(21vw, 26vh);
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
    color: var(--muted);
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
    color: var(--ground);
    background: var(--hue);
    border-radius: 50%;
  }
  .stale .state {
    color: var(--fail);
  }
  .stale .mark {
    background: var(--fail);
    border-radius: 4px;
  }
  .line {
    min-height: 2.8em;
    text-align: center;
  }
  .big {
    min-height: 88px;
    font-size: 1.5rem;
    color: var(--on-hue);
    background: var(--hue);
    border-color: var(--hue);
    border-radius: 18px;
    touch-action: manipulation;
  }
  :host([bright]) .run {
    color: var(--on-hue);
    background: var(--hue);
  }
  :host([bright]) :is(h1, .price, .state) {
    color: inherit;
  }
  :host([bright]) .mark {
    color: var(--hue);
    background: var(--on-hue);
  }
  :host([bright]) .big {
    color: var(--hue);
    background: var(--on-hue);
    border-color: var(--on-hue);
  }
  :host([bright]) :focus-visible {
    outline-color: var(--on-hue);
  }
  @media (prefers-reduced-motion: no-preference) {
    :host([bright]) .news {
      animation: land 250ms ease-out;
    }
    @keyframes land {
      from {
        transform: scale(1.5);
      }
    }
  }
`;
