import { css } from 'lit';

export const duplexStyles = css`
      .modes {
        display: grid;
        gap: 0.6rem;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
        margin: 0.4rem 0 0.9rem;
      }
      .modes div {
        padding: 0.5rem 0.8rem;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
        font-size: var(--small);
      }
      h4 {
        font-size: 1rem;
      }
      .sketch {
        font-weight: 700;
        letter-spacing: 0.1em;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: end;
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
      .scroll {
        margin-top: 0.6rem;
      }
      table {
        width: 100%;
      }
      th,
      td {
        text-align: left;
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
