import { css, html, type TemplateResult } from 'lit';

/**
 * A line between browser and server, with messages on it.
 * @param messages each is a class of {@link modeStyles} that says how it moves
 */
const line = (...messages: string[]): TemplateResult => html`
  <div class="line" aria-hidden="true">
    <small>Browser</small>
    <div class="track">${messages.map((message) => html`<i class=${message}></i>`)}</div>
    <small>Server</small>
  </div>
`;

/** The standard terms, each drawn as it moves, and where it is seen on this page. */
export const modes = html`
  <div class="modes">
    <section>
      <h4>One way only <small class="muted">simplex</small></h4>
      ${line('down first', 'down second', 'down third')}
      <p>One side talks, the other can only listen: Server-Sent Events, once the answer has begun.</p>
    </section>
    <section>
      <h4>One after the other <small class="muted">half duplex</small></h4>
      ${line('turn asks', 'turn waits')}
      <p>
        Both talk, but in turns: an HTTP/1.1 request and its answer. The next request waits for it. (The
        TCP connection below could carry both at once; it is the conversation that takes turns.)
      </p>
    </section>
    <section>
      <h4>Both at once <small class="muted">full duplex</small></h4>
      ${line('down first', 'down third', 'up second', 'up third')}
      <p>Each side sends whenever it likes, even while the other is sending: the WebSocket.</p>
    </section>
  </div>
`;

/** Where nothing shall move, each message rests somewhere on its way. */
export const modeStyles = css`
  .modes {
    display: grid;
    gap: 0.6rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
    margin: 0.4rem 0 0.9rem;
  }
  .modes section {
    padding: 0.5rem 0.8rem;
    border: 1px solid var(--edge);
    border-radius: 10px;
    background: var(--surface);
    font-size: var(--small);
  }
  h4 small {
    white-space: nowrap;
  }
  .line {
    direction: ltr;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0.5rem;
    align-items: center;
    margin: 0.3rem 0;
    color: var(--muted);
  }
  .track {
    position: relative;
    height: 1.7rem;
    margin-inline: 0.4rem;
    border-bottom: 2px solid var(--line);
  }
  .track i {
    --far: calc(100% - 0.35rem);
    --near: -0.35rem;
    position: absolute;
    bottom: 0.2rem;
    left: 45%;
    width: 0.7rem;
    height: 0.7rem;
    border-radius: 50%;
    background: var(--ws);
  }
  .track .up,
  .track .turn {
    background: var(--http);
  }
  .track .up {
    bottom: 0.95rem;
  }
  .track .first {
    left: 15%;
  }
  .track .third {
    left: 75%;
  }
  .track .waits {
    left: var(--near);
    opacity: 0.45;
  }
  @media (prefers-reduced-motion: no-preference) {
    .track .down {
      animation: down 2.4s linear infinite;
    }
    .track .up {
      animation: up 2.4s linear infinite;
    }
    .track .second {
      animation-delay: -0.8s;
    }
    .track .third {
      animation-delay: -1.6s;
    }
    .track .asks {
      animation: ask 4.8s linear infinite;
    }
    .track .waits {
      animation: ask 4.8s linear -2.4s infinite;
      opacity: 1;
    }
  }
  @keyframes down {
    from {
      left: var(--far);
    }
    to {
      left: var(--near);
    }
  }
  @keyframes up {
    from {
      left: var(--near);
    }
    to {
      left: var(--far);
    }
  }
  /* There and back in the first half; then it is the other's turn, and this one waits. */
  @keyframes ask {
    0% {
      left: var(--near);
      background: var(--http);
    }
    22% {
      left: var(--far);
      background: var(--http);
    }
    26% {
      left: var(--far);
      background: var(--ws);
    }
    48% {
      left: var(--near);
      background: var(--ws);
      opacity: 1;
    }
    52%,
    98% {
      left: var(--near);
      background: var(--http);
      opacity: 0.35;
    }
  }
  @media (forced-colors: active) {
    .track i {
      outline: 1px solid Canvas;
    }
  }
`;
