import { css } from 'lit';

export const duplexStyles = css`
      h4 {
        font-size: 1rem;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: end;
        margin-bottom: 0.4rem;
      }
      label {
        flex: 1 1 14rem;
        font-size: var(--small);
      }
      input {
        display: block;
        width: 100%;
        min-height: 44px;
        padding: 0.3em 0.7em;
        font: inherit;
        font-size: 1rem;
        color: var(--ink);
        background: var(--ground);
        border: 1.5px solid var(--line);
        border-radius: 10px;
      }
      input[aria-invalid='true'] {
        border-color: var(--fail);
      }
      .bad {
        color: var(--fail);
        font-weight: 600;
      }
      .hint {
        display: var(--hint-display, block);
      }
      .scroll {
        margin-top: 0.6rem;
      }
      table {
        width: 100%;
      }
      th,
      td {
        text-align: inherit;
        vertical-align: top;
        white-space: normal;
      }
      tbody th {
        font-weight: 400;
        max-width: 14rem;
        overflow-wrap: anywhere;
      }
      th.http {
        color: var(--http);
      }
      th.ws {
        color: var(--ws);
      }
    `;
