import { css } from 'lit';

export const diagramStyles = css`
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
        padding: 0.2rem 0 0.5rem;
      }
      .buttons label {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-height: 44px;
      }
      input {
        width: 1.3em;
        height: 1.3em;
        accent-color: var(--focus);
      }
      .buttons {
        display: var(--exhibit-controls, flex);
      }
      .parts {
        display: grid;
        gap: 0.8rem;
        grid-template-columns: minmax(0, 1fr);
      }
      @media (min-width: 62.5em) {
        .parts {
          grid-template-columns: var(--diagram-columns, minmax(0, 1fr) 23rem);
        }
      }
      .sides {
        display: grid;
        grid-template-columns: 3em;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        text-align: center;
        font-weight: 700;
      }
      .http {
        color: var(--http);
      }
      .ws {
        color: var(--ws);
      }
      .shared,
      .terminal {
        color: var(--muted);
      }
      canvas {
        display: block;
        width: 100%;
        height: var(--canvas-height, clamp(20rem, 62vh, 50rem));
        cursor: pointer;
      }
      .legend {
        display: var(--exhibit-list, block);
      }
      message-list {
        display: var(--exhibit-list, block);
      }
    `;
