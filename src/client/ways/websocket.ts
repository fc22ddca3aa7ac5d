import type { FromStream, NoteBody, ToStream } from '../../protocol/messages.ts';
import { backoff, type Sink, sleep, type Way } from './way.ts';

/** A silent line is asked whether it is still there, and given up when it does not answer, in ms. */
const PING_AFTER = 600;
const PING_EVERY = 2_000;
const ANSWER_TIME = 5_000;
const LOOK_EVERY = 250;

/** A handshake without an answer for so long is given up, in ms. */
const HANDSHAKE_TIMEOUT = 10_000;

/**
 * Be told: ask once to open a line. After that the server sends each price when
 * it happens, and the page may send whenever it likes. A lost line is not opened
 * again by the browser, so a real client does that itself.
 */
export const websocket: Way = async (sink, signal) => {
  let ended: number | undefined;
  for (let failures = 0; ; failures++) {
    sink.status({ state: 'asking', ended });
    const { code, opened } = await talk(sink, signal);
    signal.throwIfAborted();
    if (opened) {
      ended = code;
      failures = 0;
    } else {
      sink.message('failures');
    }
    const retryIn = backoff(failures);
    sink.status({ state: 'closed', code, opened, retryIn });
    await sleep(retryIn, signal);
  }
};

/** One line, from the handshake until it is lost. */
function talk(sink: Sink, signal: AbortSignal): Promise<{ code: number; opened: boolean }> {
  return new Promise((resolve) => {
    sink.message('questions');
    const address = sink.url('/stream', { after: sink.cursor });
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new WebSocket(address);
    const over = new AbortController();
    let opened = false;
    let heard = performance.now();

    const end = (code: number) => {
      clearInterval(heartbeat);
      over.abort();
      socket.close(1000);
      resolve({ code, opened });
    };
    const send = (message: ToStream) => socket.send(JSON.stringify(message));
    let pings = 0;
    let pinged = 0;
    let looked = heard;
    const heartbeat = setInterval(() => {
      const now = performance.now();
      // In a hidden tab this may run late: then what has arrived may not have been heard yet.
      const late = now - looked > ANSWER_TIME;
      looked = now;
      const unanswered = pinged > heard && !late;
      // A line that is torn far away looks open for ever: only silence gives it away.
      if (opened ? unanswered && now - pinged > ANSWER_TIME : now - heard > HANDSHAKE_TIMEOUT)
        end(1006);
      else if (opened && !unanswered && now - heard > PING_AFTER && now - pinged > PING_EVERY) {
        pinged = now;
        send({ type: 'ping', id: ++pings });
      }
    }, LOOK_EVERY);

    const on = { signal: over.signal };
    socket.addEventListener(
      'open',
      () => {
        opened = true;
        heard = performance.now();
        sink.message('answers');
        sink.status({ state: 'open' });
      },
      on,
    );
    socket.addEventListener(
      'message',
      ({ data }) => {
        heard = performance.now();
        const message: FromStream = JSON.parse(data);
        sink.message(message.type === 'pong' ? 'heartbeats' : 'received');
        if (message.type === 'tick') sink.tick(message);
        if (message.type === 'note') sink.noted(message.id, 'back');
        if (message.type === 'resumed') sink.status({ state: 'open', back: message });
      },
      on,
    );
    socket.addEventListener('close', ({ code }) => end(code), on);
    sink.events.addEventListener(
      'company',
      () => {
        if (socket.readyState !== WebSocket.OPEN) return;
        send({ type: 'subscribe', symbol: sink.symbol });
        sink.message('sent');
      },
      on,
    );
    sink.events.addEventListener(
      'note',
      (event) => {
        if (socket.readyState !== WebSocket.OPEN) return;
        event.preventDefault();
        send({ type: 'note', ...(event as CustomEvent<NoteBody>).detail });
        sink.message('sent');
      },
      on,
    );
    signal.addEventListener('abort', () => end(1000), on);
  });
}
