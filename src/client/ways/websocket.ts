import type { NoteBody } from '../../protocol/note.ts';
import type { FromStream, ToStream } from '../../protocol/stream.ts';
import { startHeartbeat } from './heartbeat.ts';
import { backoff, sleep } from './wait.ts';
import type { Goodbye, Way, WayContext } from './way.ts';

/** A handshake without an answer for so long is given up, in ms. */
const HANDSHAKE_TIMEOUT = 10_000;

/** The close code of a line that was torn, or never stood (RFC 6455 §7.1.5). */
const ABNORMAL = 1006;

/**
 * Be told: ask once to open a line. After that the server sends each price when
 * it happens, and the page may send whenever it likes. A lost line is not opened
 * again by the browser, so a real client does that itself.
 */
export const websocket: Way<'websocket'> = {
  async run(context, signal) {
    let ended: number | undefined;
    for (let failures = 0; ; failures++) {
      context.status({ state: 'asking', ended });
      const { code, opened } = await talk(context, signal);
      signal.throwIfAborted();
      if (opened) {
        ended = code;
        failures = 0;
      } else {
        context.message('failures');
      }
      const retryIn = backoff(failures);
      context.status({ state: 'closed', code, opened, retryIn });
      await sleep(retryIn, signal);
    }
  },

  id: 'websocket',
  label: 'WebSocket',
  reportLabel: 'Be told: WebSocket',
  noun: 'the WebSocket',
  heading: 'Be told',
  sources: ['websocket', 'heartbeat'],
  controls: 'connection',
  statusText: {
    off: 'Not connected yet.',
    asking: 'Connecting…',
    open: 'Connected. Just watch.',
  },
  retryText: 'Trying again',
};

/** One line, from the handshake until it is lost. */
function talk(
  context: WayContext,
  signal: AbortSignal,
): Promise<{ code: number; opened: boolean }> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const { symbol, cursor: after } = context;
    let opened = false;
    let heard = () => {};
    let pings = 0;

    const open = () => {
      opened = true;
      clearTimeout(handshake);
      const ping = () => send({ type: 'ping', id: ++pings });
      heard = startHeartbeat(ping, () => end(ABNORMAL), over.signal);
      context.message('answers');
      context.status({ state: 'open' });
      // Another company was chosen during the handshake.
      if (context.symbol !== symbol) subscribe();
    };
    const receive = (message: FromStream) => {
      heard();
      context.message(message.type === 'pong' ? 'heartbeats' : 'received');
      if (message.type === 'tick') context.tick(message);
      if (message.type === 'note') context.noted(message.id, 'back');
      if (message.type === 'resumed') context.status({ state: 'open', back: message });
    };
    const end = (code: number) => {
      clearTimeout(handshake);
      over.abort();
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(1000);
      resolve({ code, opened });
    };

    context.message('questions');
    // #region The lines that matter
    const socket = new WebSocket(ws(context.url('/stream', { after })));
    socket.onopen = open;
    socket.onmessage = ({ data }) => receive(JSON.parse(data));
    socket.onclose = ({ code }) => end(code);
    const send = (data: ToStream) => socket.send(JSON.stringify(data));
    // #endregion

    const handshake = setTimeout(() => end(ABNORMAL), HANDSHAKE_TIMEOUT);
    const subscribe = sendWishes(context, socket, over.signal);
    signal.addEventListener('abort', () => end(1000), { signal: over.signal });
  });
}

/**
 * Sends what the visitor wants to send over a line: a company, a note, raw text, or a close.
 * @param signal aborts when the line is over
 * @returns asks for the company that is wanted now
 */
function sendWishes(context: WayContext, socket: WebSocket, signal: AbortSignal): () => void {
  /** @returns whether the line was open for it */
  const tell = (message: ToStream) => {
    if (socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    context.message('sent');
    return true;
  };
  const subscribe = () => tell({ type: 'subscribe', symbol: context.symbol });
  const note = (event: Event) => {
    const { detail } = event as CustomEvent<NoteBody>;
    if (tell({ type: 'note', ...detail })) event.preventDefault();
  };
  const raw = (event: Event) => {
    const { detail } = event as CustomEvent<string | Goodbye>;
    if (socket.readyState !== WebSocket.OPEN) return;
    event.preventDefault();
    if (typeof detail !== 'string') return socket.close(detail.code, detail.reason);
    socket.send(detail);
    context.message('sent');
  };
  context.events.addEventListener('company', subscribe, { signal });
  context.events.addEventListener('note', note, { signal });
  context.events.addEventListener('raw', raw, { signal });
  return subscribe;
}

/** The address in the scheme that older browsers insist on: ws: for http:, wss: for https:. */
function ws(url: URL): URL {
  url.protocol = url.protocol.replace('http', 'ws');
  return url;
}
