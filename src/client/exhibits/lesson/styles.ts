import { css } from 'lit';

export const lessonStyles = css`
  section {
    --pad: 0.6rem;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.35rem 1rem;
    align-items: end;
    max-height: var(--strip-height, 70dvh);
    overflow-y: auto;
    scroll-padding-block-end: 4rem;
    padding: var(--pad) 0.9rem 0;
    background: var(--surface);
    border: 2px solid var(--ink);
    border-radius: 14px;
    box-shadow: 0 -4px 18px rgb(0 0 0 / 0.18);
  }
  section > :not(.head),
  .folded {
    padding-bottom: var(--pad);
  }
  /* What was seen takes the screen: nothing beside it is to be watched. */
  section:has(.summary) {
    max-height: calc(100dvh - 3rem);
  }
  .head {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 1rem;
    align-items: baseline;
    justify-content: space-between;
  }
  h2 {
    font-size: 1.05rem;
    line-height: 1.3;
  }
  h2 small {
    font-weight: 400;
    color: var(--muted);
  }
  .head ol {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.9rem;
    margin: 0;
    padding: 0;
    font-size: var(--small);
    color: var(--muted);
    list-style: none;
  }
  .head li::before {
    content: '○ ';
  }
  .head li[aria-current] {
    font-weight: 700;
    color: var(--ink);
  }
  .head li[aria-current]::before {
    content: '● ';
  }
  .beat {
    display: grid;
    gap: 0.4rem;
    justify-items: start;
    line-height: 1.4;
    outline-offset: 4px;
  }
  .beat p {
    max-width: 60rem;
    text-wrap: pretty;
  }
  .told {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  .wrong {
    color: var(--fail);
  }
  .right {
    color: var(--up);
  }
  .answers,
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
  }
  /* However long the text above them is. */
  .buttons {
    display: var(--exhibit-controls, flex);
    position: sticky;
    bottom: 0;
    background: inherit;
  }
  .summary + .buttons {
    grid-column: 1 / -1;
    padding-top: 0.3rem;
  }
  .next {
    color: var(--ground);
    background: var(--ink);
    font-weight: 600;
  }
  .next[aria-disabled='true'] {
    cursor: progress;
    opacity: 0.6;
  }
  .fold {
    display: none;
    padding: 0;
  }
  .summary {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
    gap: var(--summary-gap, 0.8rem) 1.4rem;
    margin: 0.3rem 0;
    padding-inline-start: 1.4rem;
    font-size: var(--summary, var(--small));
    line-height: 1.35;
  }
  h3 {
    font-size: 1.1em;
  }
  @media (max-width: 50em) {
    section {
      grid-template-columns: minmax(0, 1fr);
      --pad: 0.45rem;
      max-height: var(--strip-height, 62dvh);
      padding-inline: 0.7rem;
    }
    /* The bar with both prices stays above it. */
    section:has(.summary) {
      max-height: calc(100dvh - 6rem);
    }
    .head {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: center;
    }
    .head ol {
      grid-row: 2;
      gap: 0 0.6rem;
    }
    .head li::before,
    .head li[aria-current]::before {
      content: none;
    }
    .head li[aria-current] {
      text-decoration: underline;
      text-underline-offset: 0.25em;
    }
    .fold {
      display: block;
    }
    .folded > :not(.head),
    .folded ol {
      display: none;
    }
    button {
      padding-inline: 0.7em;
    }
  }
  /* A phone on its side. */
  @media (max-height: 25em) and (min-width: 41em) {
    section {
      --pad: 0.3rem;
      gap: 0.2rem 1rem;
      max-height: var(--strip-height, 62dvh);
      padding-inline: 0.8rem;
    }
    section:not(:has(.summary)) .head {
      grid-column: 1;
      align-content: center;
      min-height: 44px;
    }
    section:not(:has(.summary)) .buttons {
      grid-area: 1 / 2 / span 2;
      align-self: start;
      top: 0;
      padding-bottom: 0;
    }
    .beat {
      grid-area: 2 / 1 / auto / -1;
      gap: 0.2rem;
    }
  }
  @media (max-width: 22em) {
    section {
      max-height: var(--strip-height, 72dvh);
    }
  }
`;
