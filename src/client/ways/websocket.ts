import { next, sleep, type Way } from './way.ts';

/**
 * Be told: ask once to open a line. After that the server sends each price when
 * it happens, and the page may send whenever it likes.
 */
export const websocket: Way = async (sink, signal) => {
  for (let failures = 0; ; failures++) {
    sink.status({ state: 'asking' });
    sink.message('questions');
    const address = sink.url('/stream');
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new WebSocket(address);

    let opened = false;
    socket.onopen = () => {
      opened = true;
      failures = 0;
      sink.message('answers');
      sink.status({ state: 'open' });
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      sink.message('received');
      if (message.type === 'tick') sink.tick(message);
    };
    const ended = new AbortController();
    sink.events.addEventListener(
      'company',
      () => {
        if (socket.readyState !== WebSocket.OPEN) return;
        socket.send(JSON.stringify({ type: 'subscribe', symbol: sink.symbol }));
        sink.message('sent');
      },
      { signal: AbortSignal.any([signal, ended.signal]) },
    );
    signal.addEventListener('abort', () => socket.close(1000), { signal: ended.signal });

    const { code } = (await next(socket, 'close', signal)) as CloseEvent;
    ended.abort();
    const retryIn = Math.min(500 * 2 ** failures, 30_000);
    if (!opened) sink.message('failures');
    sink.status({ state: 'closed', code, opened, retryIn });
    await sleep(retryIn, signal);
  }
};
